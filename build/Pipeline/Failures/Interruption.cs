using System.Runtime.InteropServices;

namespace Slipway.Pipeline.Failures;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into a cancellation, so that the run ends through its teardown. The token is handed to
/// every process and every call that a task starts. The first signal counts; those that follow change nothing, so that
/// impatience does not leave half a teardown behind.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Signal? _first;

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came first, or null.</summary>
    public int? ExitCode => _first?.ExitCode;

    public string SignalName => _first?.Name.ToString() ?? "";

    public void Listen()
    {
        Listen(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Listen(PosixSignal.SIGTERM, ExitCodes.Terminated);
        Listen(PosixSignal.SIGHUP, ExitCodes.HungUp);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.CompareExchange(ref _first, new(signal, exitCode), null) is not null) return;

            // What a callback throws would end the process here, without its teardown; it belongs to whoever waits for that work.
            _ = _source.CancelAsync();
        }));

    private sealed record Signal(PosixSignal Name, int ExitCode);
}
