using Slipway.Aws.Ecs;
using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>
/// A deployment in a service's <c>deployments</c>. A service that is merely stable may be stable on the old revision, so it is this one's id
/// that counts.
/// </summary>
internal sealed class RollingDeployment(EcsClient ecs, ServiceReader services, RolloutRequest request, ServiceDescription? before, string id) : IDeployment
{
    private readonly HashSet<string> _answered = [.. request.AnsweredHooks];
    private readonly Restoration? _restoration = before is null ? null : new(ecs, request, before);
    private bool _isTakenBack;
    private ServiceDescription? _seen;

    public string Id => id;

    public async Task<DeploymentProgress> ReadAsync(CancellationToken cancellation)
    {
        var service = _seen = await services.FollowAsync(request, cancellation);
        var own = service.Deployments.FirstOrDefault(deployment => deployment.Id == id);
        var shown = _isTakenBack || own is null or { RolloutState: "FAILED" } ? service.Primary ?? own : own;
        var (phase, reason) = own switch
        {
            _ when _isTakenBack => (AfterFailure(service), "it was rolled back."),
            { RolloutState: "COMPLETED" } => (DeploymentPhase.Succeeded, own.RolloutStateReason),
            { RolloutState: "FAILED" } => (AfterFailure(service), own.RolloutStateReason),
            null => (AfterFailure(service), WhyGone(service)),
            _ => (DeploymentPhase.InProgress, own.RolloutStateReason),
        };
        var mayPause = phase == DeploymentPhase.InProgress || (phase == DeploymentPhase.RollingBack && _restoration!.IsUnderway(service));
        return new(phase, reason, shown?.ToString() ?? "", service) { Pause = mayPause ? await PauseAsync(service, cancellation) : null };
    }

    public async Task RollBackAsync(CancellationToken cancellation)
    {
        await _restoration!.BeginAsync(_seen, cancellation);
        services.Renew(request);
        _isTakenBack = true;
    }

    public async Task ContinueRollbackAsync(DeploymentPause pause, CancellationToken cancellation)
    {
        foreach (var hook in pause.Hooks)
        {
            await ecs.ContinueServiceDeploymentAsync(_seen!.CurrentServiceDeployment!, hook, rollsBack: false, cancellation);
            _answered.Add(hook);
        }

        services.Renew(request);
    }

    /// <summary>DescribeServices does not tell of it.</summary>
    private async Task<DeploymentPause?> PauseAsync(ServiceDescription service, CancellationToken cancellation)
    {
        if (service is not { HasHooks: true, CurrentServiceDeployment: { } current }) return null;
        var described = await ecs.DescribeServiceDeploymentsAsync([current], cancellation);
        return described.Found.Select(found => DeploymentPause.Of(found, _answered)).FirstOrDefault();
    }

    /// <summary>ECS lists a failed deployment only until its rollback is done; the event that tells of it stays.</summary>
    private string WhyGone(ServiceDescription service)
    {
        var failed = $"(deployment {id}) deployment failed: ";
        var message = service.Events.Select(one => one.Message).FirstOrDefault(message => message.Contains(failed, StringComparison.Ordinal));
        if (message is null) return $"it was replaced by deployment {service.Primary?.Id} of {service.TaskDefinition}.";
        var why = message[(message.IndexOf(failed, StringComparison.Ordinal) + failed.Length)..];
        return why.StartsWith("tasks failed", StringComparison.Ordinal) ? $"ECS deployment circuit breaker: {why}" : $"ECS deployment failed: {why}";
    }

    private DeploymentPhase AfterFailure(ServiceDescription service) => (before, service.Primary) switch
    {
        (null, _) => DeploymentPhase.Failed,
        // ECS may still show what was there before the update.
        (_, { } primary) when _isTakenBack && primary.Id == id => DeploymentPhase.RollingBack,
        (_, { RolloutState: "COMPLETED" }) when service.TaskDefinition == before.TaskDefinition => DeploymentPhase.RolledBack,
        (_, { RolloutState: not "IN_PROGRESS" } primary) when primary.Id == id || primary.TaskDefinition != before.TaskDefinition => DeploymentPhase.Failed,
        _ => DeploymentPhase.RollingBack,
    };
}
