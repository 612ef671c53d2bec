namespace Slipway.Ecs.Rollouts;

/// <summary>Tells of a deployment that waits for a person, once for each pause, and how long it has waited: that time is not the deployment's own.</summary>
internal sealed class PauseWatch(RolloutRequest request, TimeProvider time, IProgress<string> progress)
{
    private DateTimeOffset _looked = time.GetUtcNow();
    private DeploymentPause? _pause;

    /// <returns>The time since the last look, when the deployment was paused then; else zero.</returns>
    /// <exception cref="RolloutException">It is paused where the caller wanted to wait no longer.</exception>
    public TimeSpan Look(DeploymentProgress now, string id)
    {
        var at = time.GetUtcNow();
        var waited = _pause is null ? TimeSpan.Zero : at - _looked;
        var isNew = now.Pause is { } pause && !(_pause?.Hooks.SequenceEqual(pause.Hooks) ?? false);
        (_looked, _pause) = (at, now.Pause);
        if (!isNew) return waited;
        var told = $"{now.Pause!.Describe(at)}. {request.PauseAdvice}";
        if (request.WaitsUntil is { } until && (until.Length == 0 || now.Pause.IsAt(until)))
            throw new RolloutException(RolloutOutcome.Paused, $"Deployment {id} of service '{request.Service}' is {told}\nIt was not verified.");
        progress.Report($"The deployment is {told}");
        return waited;
    }
}
