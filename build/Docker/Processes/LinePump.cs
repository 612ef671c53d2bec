using System.Collections.Concurrent;

namespace Slipway.Docker.Processes;

/// <summary>Reads one output stream of a process to its end, whatever becomes of its lines.</summary>
/// <param name="handler">Sees each line and returns what is kept; null to keep nothing. Null: all lines are kept.</param>
/// <param name="onFailure">Told once, of the handler's first exception; the handler is not called again.</param>
internal sealed class LinePump(StreamReader reader, Func<string, string?>? handler, Action<Exception> onFailure)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _failed;
    private int _count;

    public IEnumerable<string> Lines => _lines;

    /// <summary>The number of lines that were read.</summary>
    public int Count => Volatile.Read(ref _count);

    public async Task RunAsync()
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            Interlocked.Increment(ref _count);
            if (Handle(line) is { } kept)
                _lines.Enqueue(kept);
        }
    }

    private string? Handle(string line)
    {
        if (handler is null)
            return line;
        if (_failed)
            return null;

        try
        {
            return handler(line);
        }
        catch (Exception exception)
        {
            _failed = true;
            onFailure(exception);
            return null;
        }
    }
}
