using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>What is said about locks.</summary>
internal static class LockMessages
{
    public static string BreakCommand(string environment) => $"./build.sh {Options.Target}=Unlock {Options.Environment}={environment}";

    public static string HeldBy(LockRecord record) => $"Environment '{record.Environment}' of '{record.Application}' is locked by {record.Owner.Describe(record.Since)}.";

    public static string Refusal(LockRecord record, TimeSpan waited)
    {
        var wait = waited > TimeSpan.Zero ? $"It still was after {Duration(waited)}: wait longer" : "Wait for it";
        return $"{HeldBy(record)} {wait} ({Options.LockWait}=10m), or, when that run has ended, break its lock: {BreakCommand(record.Environment)}";
    }

    public static string Waiting(LockRecord record, TimeSpan left) => $"{HeldBy(record)} Waiting for it, {Duration(left)} at most.";

    public static string TakenOver(StoredLock found) =>
        $"Took over the lock of environment '{found.Record.Environment}', which had expired: {found.Record.Owner.Describe(found.Record.Since)} gave no sign for {Duration(found.Age)}. "
        + "That run was killed or lost its connection; what it had started may be half done.";

    public static string LostTo(LockRecord record, StoredLock? now) => now switch
    {
        null => $"The lock of environment '{record.Environment}' was deleted while this run held it.",
        { Record: { BrokenBy: { } breaker } broken } when broken.Run == record.Run => $"The lock of environment '{record.Environment}' was broken by {breaker}.",
        { Record: var other } => $"This run lost the lock of environment '{record.Environment}' to {other.Owner.Describe(other.Since)}.",
    };

    public static string NotRenewed(LockRecord record, TimeSpan lifetime, string? why) =>
        $"The lock of environment '{record.Environment}' could not be renewed for {Duration(lifetime)}, so another deployment may have it: {why ?? "no answer from S3"}";

    private static string Duration(TimeSpan time)
    {
        var seconds = Math.Round(time.TotalSeconds);
        return seconds >= 120 && seconds % 60 == 0 ? $"{seconds / 60:0} min" : $"{seconds:0} s";
    }
}
