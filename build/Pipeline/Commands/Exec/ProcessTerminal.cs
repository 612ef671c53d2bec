using Microsoft.Win32.SafeHandles;
using Slipway.Ecs.Exec;

namespace Slipway.Pipeline.Commands.Exec;

/// <summary>The terminal of this process, or, where there is none, its standard output and error alone.</summary>
internal sealed class ProcessTerminal : ISessionTerminal, IDisposable
{
    /// <summary>Wide, so that no line of a log is broken; it is what the plugin says, too.</summary>
    private static readonly TerminalSize WithoutTerminal = new(300, 100);

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Stream _error = Console.OpenStandardError();
    private FileStream? _input;
    private RawMode? _raw;

    /// <summary>Whether a person is there to type and to read.</summary>
    public static bool IsInteractive => !OperatingSystem.IsWindows() && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public TerminalSize Size => IsInteractive ? new(Console.WindowWidth, Console.WindowHeight) : WithoutTerminal;

    /// <summary>Takes the terminal, when there is one, until this is disposed. Before, Ctrl-C ends a session that does not begin.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!IsInteractive) return ValueTask.FromResult(0);
        Take();
        return _input!.ReadAsync(buffer, cancellation);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => WriteAsync(_output, bytes, cancellation);

    public ValueTask WriteErrorAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => WriteAsync(_error, bytes, cancellation);

    /// <summary>A read that is under way ends with the process.</summary>
    public void Dispose()
    {
        _raw?.Dispose();
        _input?.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private void Take()
    {
        if (_raw is not null) return;
        // The console must have seen the terminal as it is before: it puts it back at the end of the process.
        _ = Size;
        _raw = RawMode.Enter();
        // Not Console.OpenStandardInput, which edits lines on its own.
        _input = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    }

    private static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await stream.WriteAsync(bytes, cancellation);
        await stream.FlushAsync(cancellation);
    }
}
