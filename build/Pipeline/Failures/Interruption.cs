using System.Runtime.InteropServices;

namespace Slipway.Pipeline.Failures;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into a cancellation, so that the run ends through its teardown. The token is handed to
/// every process and every call that a task starts.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of the signal that came first, or null.</summary>
    public int? ExitCode { get; private set; }

    public string SignalName { get; private set; } = "";

    public void Listen()
    {
        Listen(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Listen(PosixSignal.SIGTERM, ExitCodes.Terminated);
        Listen(PosixSignal.SIGHUP, 129);
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
            if (ExitCode is not null) return;
            ExitCode = exitCode;
            SignalName = signal.ToString();
            _source.Cancel();
        }));
}
