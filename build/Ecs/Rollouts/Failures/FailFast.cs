using Slipway.Aws;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>
/// Sees that a deployment cannot succeed before ECS gives it up: when tasks stop for the same reason again and again, the breaker may take
/// ten more minutes. When they are healthy for a while before they stop, it never trips, and calls the deployment complete in between.
/// </summary>
internal sealed class FailFast(StoppedTasks tasks, TimeProvider time)
{
    private const int Times = 3;

    /// <summary>A breaker that is about to give up goes first: its rollback is under way by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>As long as a task that dies of what the others died of may be expected to live.</summary>
    public static readonly TimeSpan Probation = TimeSpan.FromSeconds(30);

    private int _failed;
    private int? _failedBeforeCompletion;
    private DateTimeOffset _lastFailure;
    private DateTimeOffset? _since;
    private bool _mayNot;

    /// <returns>Why the deployment is not waited for any longer; null while there is hope.</returns>
    public async Task<string?> ReasonAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        if (await ReadAsync(request, revision, cancellation) is not { } stopped) return null;
        var most = stopped.Where(task => task.HasFailed).GroupBy(task => task.Signature).MaxBy(group => group.Count());
        if (most is null || most.Count() < Times) return null;
        _since ??= time.GetUtcNow();
        // The breaker does nothing after that.
        var isHopeless = _failedBeforeCompletion is { } before ? _failed > before : time.GetUtcNow() - _since >= Patience;
        return isHopeless
            ? $"{most.Count()} tasks stopped for the same reason, so it is not waited for any longer ({most.First().Reason})."
            : null;
    }

    /// <summary>To be asked of a deployment that ECS calls complete.</summary>
    /// <returns>Whether a task has failed so lately that those which are healthy now may fail as well.</returns>
    public async Task<bool> IsOnProbationAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        await ReadAsync(request, revision, cancellation);
        _failedBeforeCompletion ??= _failed;
        return _failed > 0 && time.GetUtcNow() - _lastFailure < Probation;
    }

    /// <summary>Null when they cannot be read: the deployment is none the worse for it, and ECS's breaker is there.</summary>
    private async Task<IReadOnlyList<StoppedTask>?> ReadAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        if (_mayNot) return null;
        try
        {
            var stopped = await tasks.FollowAsync(request.Cluster, request.Service, revision, cancellation);
            var failed = stopped.Count(task => task.HasFailed);
            if (failed > _failed) (_failed, _lastFailure) = (failed, time.GetUtcNow());
            return stopped;
        }
        catch (AwsException refused)
        {
            _mayNot = refused.Kind == AwsFailure.AccessDenied;
            return null;
        }
    }
}
