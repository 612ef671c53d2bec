using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// The standard streams of whoever started this process. They are taken away before a child process inherits them, kept for what may go
/// wrong at the start, and let go when it is over: then whoever reads their other end sees it end, instead of waiting for as long as this
/// process lives. What the runtime says when it crashes goes to the log. On Windows nothing of this happens; on macOS the copies stay that
/// the runtime makes of the streams for itself.
/// </summary>
internal sealed partial class LauncherStreams : IDisposable
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    private static readonly nuint CloseOnExecRequest = OperatingSystem.IsMacOS() ? 0x20006601u : 0x5451u;

    private readonly SafeFileHandle? _error;

    private LauncherStreams(SafeFileHandle? error) => _error = error;

    public static LauncherStreams Take(SafeFileHandle log)
    {
        if (OperatingSystem.IsWindows())
            return new(null);
        var error = Duplicate(StandardError);
        _ = SetCloseOnExec(error, CloseOnExecRequest);
        var copies = Copies().Where(copy => copy != error).ToList();
        foreach (var output in copies.Append(StandardOutput).Append(StandardError))
            _ = DuplicateTo(log, output);
        foreach (var copy in copies)
            _ = SetCloseOnExec(copy, CloseOnExecRequest);
        using var nothing = File.OpenHandle("/dev/null");
        _ = DuplicateTo(nothing, StandardInput);
        return new(new(error, ownsHandle: true));
    }

    /// <summary>Says on the launcher's standard error why there is no LocalAws.</summary>
    public async Task FailAsync(string message)
    {
        if (_error is null)
        {
            await Console.Error.WriteLineAsync(message);
            return;
        }

        await using var stream = new FileStream(_error, FileAccess.Write);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(message + "\n"));
    }

    public void Dispose() => _error?.Dispose();

    /// <summary>Other descriptors of this process for the same pipe, terminal or file as standard output or error, on Linux.</summary>
    private static List<int> Copies()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var targets = Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(path => (Descriptor: int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture), Target: new FileInfo(path).LinkTarget))
            .ToList();
        var streams = targets.Where(entry => entry is { Descriptor: StandardOutput or StandardError, Target: not "/dev/null" })
            .Select(entry => entry.Target).ToHashSet();
        return [.. targets.Where(entry => entry.Descriptor > StandardError && streams.Contains(entry.Target)).Select(entry => entry.Descriptor)];
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int from);

    [LibraryImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DuplicateTo(SafeFileHandle from, int to);

    /// <summary>FIOCLEX, which unlike fcntl takes no argument of variable type.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetCloseOnExec(int descriptor, nuint request);
}
