namespace Slipway.LocalAws.Agent.Contract;

/// <summary>The proxy that leads from the names of Service Connect to the tasks that answer for them.</summary>
public interface IServiceConnect
{
    /// <summary>Says what it is to listen at, and where that leads; all that was said before is replaced. Does not wait.</summary>
    void Serve(IReadOnlyList<ConnectListener> listeners);

    /// <summary>Waits until it does what was said last. One that does not follow is no reason to stop: after some seconds the log says so.</summary>
    Task AppliedAsync(CancellationToken cancellationToken);
}
