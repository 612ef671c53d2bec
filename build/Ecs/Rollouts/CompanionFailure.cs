using Slipway.Aws;

namespace Slipway.Ecs.Rollouts;

/// <summary>What a release has beside its services could not be moved.</summary>
/// <param name="Why">AWS's refusal.</param>
/// <param name="IsBack">Whether what was moved of it has again what it had before.</param>
/// <param name="Now">How it is, for people.</param>
internal sealed record CompanionFailure(string Why, bool IsBack, string Now)
{
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(5);

    /// <summary>Moves it.</summary>
    /// <param name="goesBack">Whether it is brought back when not all of it can be moved.</param>
    /// <returns>Null when all of it was moved.</returns>
    public static async Task<CompanionFailure?> TryMoveAsync(IReleaseCompanion companion, IReadOnlyDictionary<string, string> revisions, bool goesBack, IProgress<string> progress, CancellationToken cancellation)
    {
        try
        {
            await companion.MoveAsync(revisions, progress, cancellation);
            return null;
        }
        catch (Exception failure) when (failure is AwsException or RolloutException)
        {
            var isBack = goesBack && await companion.GoBackAsync(progress, cancellation);
            return new(failure.Message, isBack, await companion.DescribeAsync(cancellation));
        }
    }

    /// <summary>Brings it back because the run was cancelled, which is not waited for long.</summary>
    /// <param name="leaveAtOnce">Cancels that, too.</param>
    public static async Task TakeBackAsync(IReleaseCompanion? companion, IProgress<string> progress, TimeProvider time, CancellationToken leaveAtOnce)
    {
        if (companion is null) return;
        using var limit = new CancellationTokenSource(BackLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, leaveAtOnce);
        try
        {
            await companion.GoBackAsync(progress, either.Token);
        }
        catch (OperationCanceledException)
        {
            progress.Report($"What goes with the services may not be as before: {(leaveAtOnce.IsCancellationRequested ? "this run was left at once" : $"AWS did not answer within {BackLimit.TotalSeconds:0} s")}. Check it with --target=Status");
        }
    }
}
