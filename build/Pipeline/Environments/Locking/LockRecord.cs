using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>
/// What is in the lock's object: who has the environment, or had it last. Times are the writer's, for people to read; whether a
/// lock has expired is told by S3's clock.
/// </summary>
/// <param name="Run">32 hexadecimal digits, different for each run: whose lock it is.</param>
/// <param name="Since">When the run took the lock.</param>
/// <param name="Heartbeat">When the run last said that it lives.</param>
/// <param name="Expires">When anybody may take the lock, unless there is another heartbeat before.</param>
/// <param name="Released">When the run let go of it, or null as long as it holds it.</param>
/// <param name="BrokenBy">Who took the lock away from the run, or null.</param>
public sealed record LockRecord(
    string Application,
    string Environment,
    string Run,
    LockOwner Owner,
    DateTimeOffset Since,
    DateTimeOffset Heartbeat,
    DateTimeOffset Expires,
    DateTimeOffset? Released = null,
    string? BrokenBy = null)
{
    /// <summary>How long the lock outlives its last heartbeat; a difference of two times by one clock, so good on any other.</summary>
    [JsonIgnore]
    public TimeSpan Lifetime => Expires - Heartbeat;

    [JsonIgnore]
    public bool IsReleased => Released is not null;

    /// <summary>The same with another heartbeat.</summary>
    public LockRecord At(DateTimeOffset now, TimeSpan lifetime) => this with { Heartbeat = now, Expires = now + lifetime };
}
