namespace Slipway.Pipeline.Environments.Locking;

/// <summary>The lock as it is in S3.</summary>
/// <param name="ETag">Different after every write.</param>
/// <param name="Age">Since it was written, by S3's clock, and wrong by less than a second.</param>
public sealed record StoredLock(LockRecord Record, string ETag, TimeSpan Age)
{
    // Of two times without fractions, each up to a second too early.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <summary>Whether its holder must have given it up: it measures from before the write that S3 measures from.</summary>
    public bool IsExpired => !Record.IsReleased && Left == TimeSpan.Zero;

    /// <summary>Until it expires; zero when it has.</summary>
    public TimeSpan Left => Record.Lifetime + Resolution - Age is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
