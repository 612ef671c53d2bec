using Slipway.Aws;
using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Tells of a deployment that waits for a person, once for each pause, and how long it has waited: that time is not the deployment's own. One that restores
/// what ran before needs no approval, so it is continued.
/// </summary>
internal sealed class PauseWatch(RolloutRequest request, TimeProvider time, IProgress<string> progress)
{
    private DateTimeOffset _looked = time.GetUtcNow();
    private DeploymentPause? _pause;

    /// <returns>The time since the last look, when the deployment was paused then; else, and for a rollback, zero.</returns>
    /// <exception cref="RolloutException">It is paused where the caller wanted to wait no longer.</exception>
    public async Task<TimeSpan> LookAsync(DeploymentProgress now, IDeployment deployment, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var isRollback = now.Phase == DeploymentPhase.RollingBack;
        var waited = _pause is null || isRollback ? TimeSpan.Zero : at - _looked;
        var isNew = now.Pause is { } pause && !(_pause?.Hooks.SequenceEqual(pause.Hooks) ?? false);
        (_looked, _pause) = (at, now.Pause);
        if (!isNew) return waited;
        if (isRollback)
        {
            await ContinueAsync(now.Pause!, deployment, at, cancellation);
            return waited;
        }

        var told = $"{now.Pause!.Describe(at)}. {request.PauseAdvice}";
        if (request.WaitsUntil is { } until && (until.Length == 0 || now.Pause.IsAt(until)))
            throw new RolloutException(RolloutOutcome.Paused, $"Deployment {deployment.Id} of service '{request.Service}' is {told}\nIt was not verified.");
        progress.Report($"The deployment is {told}");
        return waited;
    }

    private async Task ContinueAsync(DeploymentPause pause, IDeployment deployment, DateTimeOffset at, CancellationToken cancellation)
    {
        progress.Report($"The rollback is {pause.Describe(at)}: continuing it, since what ran before needs no approval");
        try
        {
            await deployment.ContinueRollbackAsync(pause, cancellation);
        }
        catch (AwsException refused)
        {
            // Someone may have answered meanwhile; if not, a person can.
            progress.Report($"{refused.Message} {request.PauseAdvice}");
        }
    }
}
