namespace Slipway.Pipeline.Environments.Locking;

/// <summary>The entry that says who took a lock away from whom.</summary>
/// <param name="Lock">As it was before.</param>
public sealed record BrokenLock(LockOwner By, DateTimeOffset At, LockRecord Lock);
