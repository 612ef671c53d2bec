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
        if (steps.Companion is { } companion) await companion.CheckAsync(cancellation);
        try
        {
            if (move.Unchanged is { } unchanged) return await FinishAsync(unchanged, request, steps, move, cancellation);
            await steps.Check(request.TaskDefinition, cancellation);
            await steps.BeforeRollout(await move.RegisterAsync(cancellation), cancellation);
            var started = await move.StartAsync(cancellation);
            return request.Follows ? await FinishAsync(await move.FollowAsync(cancellation), request, steps, move, cancellation) : started;
        }
        catch (RolloutException failed) when (failed.Outcome == RolloutOutcome.RolledBack && move.IsStarted)
        {
            await move.Back.RestoreSettingsAsync();
            throw;
        }
        catch (OperationCanceledException) when (steps.MayTakeBack())
        {
            await CompanionFailure.TakeBackAsync(steps.Companion, progress, time, steps.LeaveAtOnce);
            if (move.IsStarted) await move.TakeBackAsync(steps.LeaveAtOnce);
            throw;
        }
    }

    private async Task<RolloutResult> FinishAsync(RolloutResult result, RolloutRequest request, RolloutSteps steps, ServiceMove move, CancellationToken cancellation)
    {
        await steps.VerifyAsync(result, request.Service, progress, cancellation);
        if (steps.Companion is { } companion && await CompanionFailure.TryMoveAsync(companion, new Dictionary<string, string> { [""] = result.TaskDefinition }, request.RollsBack, progress, cancellation) is { } failure)
            throw await GoBackAsync(failure, result, request, move, cancellation);
        await move.NoteReleasedAsync(result, cancellation);
        return result;
    }

    /// <summary>Brings the service back to what it ran, where what goes with it could not be moved.</summary>
    private static async Task<RolloutException> GoBackAsync(CompanionFailure failure, RolloutResult result, RolloutRequest request, ServiceMove move, CancellationToken cancellation)
    {
        var (isBack, how) = (failure.IsBack, $"Service '{request.Service}' has {RevisionName.Of(result.TaskDefinition)}.");
        if (request.RollsBack && result.Changed)
        {
            try
            {
                await move.Back.GoAsync(() => { }, cancellation);
                how = $"Service '{request.Service}' was rolled back.";
            }
            catch (Exception stuck) when (stuck is RolloutException or AwsException)
            {
                (isBack, how) = (false, stuck.Message);
            }
        }

        return new(isBack ? RolloutOutcome.RolledBack : RolloutOutcome.NotRolledBack, $"{failure.Why}\n{how}\n{failure.Now}");
    }
}
