namespace Slipway.LocalAws.Kernel.Lifetime;

/// <summary>
/// A service with a life of its own: something that runs in the background, or that leaves things on Docker.
/// When the process ends it is disposed like every service and leaves its containers running: the next start finds them by label.
/// </summary>
public interface IStartable
{
    /// <summary>
    /// Takes up what the last run left. Called once, in order of registration, before the endpoint is announced: long work goes to the background.
    /// </summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stops the background work for good, then removes every container, network and volume of this service, of earlier runs too.
    /// Called by <c>POST /_slipway/down</c> in reverse order of registration; may be called again after a failure.
    /// </summary>
    Task RemoveAllAsync(CancellationToken cancellationToken);
}
