using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Slipway.LocalAws.Hosting;

/// <summary>Writes the log, one line an entry and more for an exception, flushed at once. A log over 10 MiB is put aside at the start.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private const long Largest = 10 * 1024 * 1024;

    private readonly Lock _turn = new();
    private readonly TimeProvider _time;
    private readonly FileStream _file;
    private bool _closed;

    public FileLog(string path, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) && new FileInfo(path).Length > Largest)
            File.Move(path, path + ".1", overwrite: true);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new(path, options);
    }

    public SafeFileHandle Handle => _file.SafeFileHandle;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName.Split('.')[^1]);

    /// <summary>Ends the log; what is said later is lost.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var time = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = $"{time} {level,-11} {category}: {message}{(exception is null ? "" : $"\n{exception}")}\n";
        lock (_turn)
        {
            if (!_closed)
                _file.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, name, formatter(state, exception), exception);
    }
}
