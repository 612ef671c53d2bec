using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>
/// A deployment in a service's <c>deployments</c>. A service that is merely stable may be stable on the old revision, so it is this one's id
/// that counts.
/// </summary>
internal sealed class RollingDeployment(EcsClient ecs, ServiceReader services, RolloutRequest request, ServiceDescription? before, string id) : IDeployment
{
    private bool _isTakenBack;
    private ServiceDescription? _seen;

    public string Id => id;

    public async Task<DeploymentProgress> ReadAsync(CancellationToken cancellation)
    {
        var service = _seen = await services.ReadAsync(request, cancellation);
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
        return new(phase, reason, shown?.ToString() ?? "", service) { Pause = phase == DeploymentPhase.InProgress ? await PauseAsync(service, cancellation) : null };
    }

    public async Task RollBackAsync(CancellationToken cancellation)
    {
        await RestoreAsync(ecs, request, before!, _seen, cancellation);
        _isTakenBack = true;
    }

    /// <summary>Gives a service back what it had. Where deployments pause, so would one that goes back: there ECS rolls its own back, which does not.</summary>
    internal static async Task RestoreAsync(EcsClient ecs, RolloutRequest request, ServiceDescription before, ServiceDescription? now, CancellationToken cancellation)
    {
        if (now is { HasHooks: true, CurrentServiceDeployment: { } current })
        {
            await ecs.StopServiceDeploymentAsync(current, cancellation);
            // A revision of a service has no number of tasks, so that ECS leaves it; to change it starts no deployment.
            if (request.DesiredCount is { } count && count != before.DesiredCount)
                await ecs.UpdateServiceAsync(new() { ["cluster"] = request.Cluster, ["service"] = request.Service, ["desiredCount"] = before.DesiredCount }, cancellation);
            return;
        }

        await ecs.UpdateServiceAsync(Restoration(request, before), cancellation);
    }

    /// <summary>DescribeServices does not tell of it.</summary>
    private async Task<DeploymentPause?> PauseAsync(ServiceDescription service, CancellationToken cancellation)
    {
        if (service is not { HasHooks: true, CurrentServiceDeployment: { } current }) return null;
        var described = await ecs.DescribeServiceDeploymentsAsync([current], cancellation);
        return described.Found.Select(found => DeploymentPause.Of(found, request.AnsweredHooks)).FirstOrDefault();
    }

    /// <summary>The update that gives a service back what it had.</summary>
    private static JsonObject Restoration(RolloutRequest request, ServiceDescription before)
    {
        var update = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["service"] = request.Service,
            ["taskDefinition"] = before.TaskDefinition,
            ["desiredCount"] = before.DesiredCount,
        };
        if (before.Node["deploymentConfiguration"] is { } configuration) update["deploymentConfiguration"] = configuration.DeepClone();
        // What the deployment has changed beside that; an unchanged one is not touched.
        if (request.LoadBalancer is { } balancer && !balancer.IsOf(before)) update["loadBalancers"] = before.Node["loadBalancers"]?.DeepClone() ?? new JsonArray();
        if (ServiceNetwork.Change(request.Network, request.TaskDefinition, before.Node) is not null) update[ServiceNetwork.Member] = before.Node[ServiceNetwork.Member]?.DeepClone() ?? new JsonObject();
        return update;
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
