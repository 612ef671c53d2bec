using Slipway.Aws;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Brings a service to a task definition, and follows the deployment that it started until that one is done, or failed and rolled back.
/// A service that is merely stable may be stable on the old revision.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class Rollout(AwsClients aws, TimeProvider time, IProgress<string> progress)
{
    /// <summary>Someone who watches; then only what happens is told, and how it stands is shown.</summary>
    public IRolloutView? View { get; init; }

    /// <summary>
    /// Creates or updates the service, and returns when it runs the task definition and the last of <paramref name="steps"/> has ended. When it
    /// is cancelled before that, the service is given back what it ran before. A revision that is released is tagged so.
    /// </summary>
    /// <exception cref="RolloutException">Refused, rolled back, still in progress, or not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    /// <remarks>What a step throws is thrown here; after a failed verification the service is left as it is.</remarks>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, RolloutSteps steps, CancellationToken cancellation)
    {
        var move = new ServiceMove(aws, time, progress, request) { View = View };
        await move.PrepareAsync(cancellation);
        if (move.Unchanged is { } unchanged)
        {
            await steps.VerifyAsync(unchanged, request.Service, progress, cancellation);
            await move.NoteReleasedAsync(unchanged, cancellation);
            return unchanged;
        }

        await steps.Check(request.TaskDefinition, cancellation);
        await steps.BeforeMove(await move.RegisterAsync(cancellation), cancellation);
        try
        {
            var started = await move.StartAsync(cancellation);
            if (!request.Follows) return started;
            var result = await move.FollowAsync(cancellation);
            await steps.VerifyAsync(result, request.Service, progress, cancellation);
            await move.NoteReleasedAsync(result, cancellation);
            return result;
        }
        catch (RolloutException failed) when (failed.Outcome == RolloutOutcome.RolledBack)
        {
            await move.Back.RestoreCountAsync();
            throw;
        }
        catch (OperationCanceledException) when (move.IsStarted && steps.MayTakeBack())
        {
            await move.TakeBackAsync(steps.LeaveAtOnce);
            throw;
        }
    }
}
