namespace Slipway.Pipeline.Environments.Locking;

/// <summary>How a lock is kept alive.</summary>
/// <param name="Heartbeat">Between two heartbeats.</param>
/// <param name="Lifetime">From a heartbeat to the lock's expiry: a few heartbeats, of which one or two may fail.</param>
/// <param name="Poll">Between two looks of someone who waits for the lock.</param>
public sealed record LockTiming(TimeSpan Heartbeat, TimeSpan Lifetime, TimeSpan Poll)
{
    public static LockTiming Usual { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5));
}
