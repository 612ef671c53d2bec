namespace Slipway.Ecs.Rollouts;

/// <summary>Follows one deployment by its id.</summary>
internal sealed class DeploymentFollower(ServiceReader services, FailureReport failures, TimeProvider time, IProgress<string> progress)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _seenEvents = [];
    private string _lastState = "";

    public async Task<RolloutResult> FollowAsync(
        RolloutRequest request, ServiceDescription started, string revision, ServiceDescription? before, CancellationToken cancellation)
    {
        var id = started.Primary?.Id ?? throw new RolloutException(RolloutOutcome.NotRolledBack, $"ECS started no deployment of service '{request.Service}'.");
        foreach (var (eventId, _) in before?.Events ?? []) _seenEvents.Add(eventId);
        var deadline = time.GetUtcNow() + request.Timeout;
        for (var interval = FirstInterval; ; interval = Longer(interval))
        {
            var service = await ReadAsync(request, cancellation);
            Show(service, id);
            switch (service.Deployments.FirstOrDefault(deployment => deployment.Id == id))
            {
                case { RolloutState: "COMPLETED" } done:
                    return Verified(request, service, done, revision);
                case { RolloutState: "FAILED" } failed:
                    throw await FailedAsync(request, id, revision, before, failed.RolloutStateReason, cancellation);
                case null:
                    throw await FailedAsync(request, id, revision, before, $"it was replaced by deployment {service.Primary?.Id} of {service.TaskDefinition}.", cancellation);
            }

            if (time.GetUtcNow() >= deadline)
                throw new RolloutException(RolloutOutcome.StillInProgress, await failures.WriteAsync(request, service, revision, $"Deployment {id} is still in progress after {request.Timeout.TotalSeconds:0} s; it goes on, and was not verified.", cancellation));
            await Task.Delay(interval, time, cancellation);
        }
    }

    private static RolloutResult Verified(RolloutRequest request, ServiceDescription service, ServiceDeployment done, string revision)
    {
        if (service.TaskDefinition != revision)
            throw new RolloutException(RolloutOutcome.NotRolledBack, $"Deployment {done.Id} is complete, but service '{request.Service}' runs {service.TaskDefinition} and not {revision}.");
        if (service.DesiredCount == 0)
            throw new RolloutException(RolloutOutcome.NotRolledBack, $"Service '{request.Service}' wants no tasks (desiredCount 0), so nothing runs and nothing was verified. Set 'deploy.desiredCount' at {request.Place}.");
        return new(revision, done.Id, service.RunningCount, Changed: true);
    }

    /// <summary>Waits until the service has gone back to what it ran before, when ECS does that, and says how it ended.</summary>
    private async Task<RolloutException> FailedAsync(
        RolloutRequest request, string id, string revision, ServiceDescription? before, string reason, CancellationToken cancellation)
    {
        var service = await ReadAsync(request, cancellation);
        var text = await failures.WriteAsync(request, service, revision, $"Deployment {id} of service '{request.Service}' failed: {reason}", cancellation);
        if (before is null) return new(RolloutOutcome.NotRolledBack, text + "\nThere is nothing to roll back to: the service was created by this run. Correct the cause and deploy again, which updates it.");

        var deadline = time.GetUtcNow() + request.Timeout;
        while (time.GetUtcNow() < deadline)
        {
            if (service.TaskDefinition == before.TaskDefinition && service.Primary is { RolloutState: "COMPLETED" })
                return new(RolloutOutcome.RolledBack, text + $"\nThe service was rolled back and runs {before.TaskDefinition}.");
            if (service.Primary is { } primary && (primary.Id == id || primary.TaskDefinition != before.TaskDefinition) && primary.RolloutState != "IN_PROGRESS") break;
            await Task.Delay(FirstInterval, time, cancellation);
            service = await ReadAsync(request, cancellation);
            Show(service, service.Primary?.Id ?? id);
        }

        return new(RolloutOutcome.NotRolledBack, text + $"\nThe service was not rolled back: it has {service.TaskDefinition}.");
    }

    private async Task<ServiceDescription> ReadAsync(RolloutRequest request, CancellationToken cancellation) =>
        await services.FindAsync(request.Cluster, request.Service, cancellation) is { IsActive: true } service
            ? service
            : throw new RolloutException(RolloutOutcome.NotRolledBack, $"Service '{request.Service}' was deleted by somebody else while it was deployed.");

    private void Show(ServiceDescription service, string id)
    {
        foreach (var (eventId, message) in service.Events)
        {
            if (_seenEvents.Add(eventId)) progress.Report(message);
        }

        var state = service.Deployments.FirstOrDefault(deployment => deployment.Id == id)?.ToString() ?? "";
        if (state == _lastState) return;
        _lastState = state;
        progress.Report(state);
    }

    private static TimeSpan Longer(TimeSpan interval) => TimeSpan.FromSeconds(Math.Min(interval.TotalSeconds * 1.2, LongestInterval.TotalSeconds));
}
