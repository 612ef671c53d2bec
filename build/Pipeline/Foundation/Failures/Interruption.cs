using System.Runtime.InteropServices;

namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into cancellations, so that the run ends through its teardown. The first signal cancels what the run
/// does: its token is handed to every process and every call that a task starts. A second one cancels what undoes what the run made:
/// that is left, and named. Those that follow change nothing.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _second = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Signal? _first;

    public CancellationToken Token => _source.Token;

    /// <summary>For what runs after the first signal.</summary>
    public CancellationToken LeaveAtOnce => _second.Token;

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
        _second.Dispose();
    }

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            var isFirst = Interlocked.CompareExchange(ref _first, new(signal, exitCode), null) is null;

            // What a callback throws would end the process here, without its teardown; it belongs to whoever waits for that work.
            _ = (isFirst ? _source : _second).CancelAsync();
        }));

    private sealed record Signal(PosixSignal Name, int ExitCode);
}
