using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>Gives a service back what it had before a deployment: one that ECS deploys with the strategy ROLLING all of it, any other the number of tasks.</summary>
internal sealed class Restoration(EcsClient ecs, RolloutRequest request, ServiceDescription before)
{
    private const string Count = "desiredCount";
    private const string LoadBalancers = "loadBalancers";

    private string? _ownId;

    /// <summary>
    /// Where deployments pause, ECS rolls its own back, which does not pause; one that has ended it rolls back no more, so that an update does it, which may.
    /// </summary>
    /// <param name="now">The service; null when it was not read yet.</param>
    /// <returns>Whether it may pause.</returns>
    public async Task<bool> BeginAsync(ServiceDescription? now, CancellationToken cancellation)
    {
        if (now is { HasHooks: true, CurrentServiceDeployment: { } current })
        {
            await ecs.StopServiceDeploymentAsync(current, cancellation);
            await CountAsync(now, cancellation);
            return false;
        }

        _ownId = new ServiceDescription(await ecs.UpdateServiceAsync(Update(now), cancellation)).Primary?.Id;
        return now is { HasHooks: true };
    }

    /// <summary>
    /// The number of tasks, where this deployment has changed it and nobody since. A revision of a service has none, so that ECS leaves it when it rolls back; to
    /// change it starts no deployment.
    /// </summary>
    /// <returns>Whether it was changed.</returns>
    public async Task<bool> CountAsync(ServiceDescription now, CancellationToken cancellation)
    {
        if (!ChangedCount(now)) return false;
        await ecs.UpdateServiceAsync(new() { ["cluster"] = request.Cluster, ["service"] = request.Service, [Count] = before.DesiredCount }, cancellation);
        return true;
    }

    /// <summary>Whether the deployment of a service that is on its way is the one of the update that restores it.</summary>
    public bool IsUnderway(ServiceDescription now) => _ownId is not null && now.Primary?.Id == _ownId;

    /// <summary>The update that gives the service back what it had; what the deployment has not changed is not touched.</summary>
    private JsonObject Update(ServiceDescription? now)
    {
        var update = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["service"] = request.Service,
            ["taskDefinition"] = before.TaskDefinition,
        };
        if (ChangedCount(now)) update[Count] = before.DesiredCount;
        if (before.Node["deploymentConfiguration"] is { } configuration) update["deploymentConfiguration"] = configuration.DeepClone();
        if ((request.LoadBalancer is { } balancer && !balancer.IsOf(before)) || Differs(now, LoadBalancers)) update[LoadBalancers] = before.Node[LoadBalancers]?.DeepClone() ?? new JsonArray();
        foreach (var (member, value) in request.Definition?.Undo(before.Node) ?? []) update[member] ??= value?.DeepClone();
        if (ServiceNetwork.Change(request.Network, request.TaskDefinition, before.Node) is not null || Differs(now, ServiceNetwork.Member))
            update[ServiceNetwork.Member] = before.Node[ServiceNetwork.Member]?.DeepClone() ?? new JsonObject();
        return update;
    }

    /// <summary>What autoscaling has set is not touched, and a DAEMON service takes no number at all.</summary>
    private bool ChangedCount(ServiceDescription? now) => request.DesiredCount is { } count && count != before.DesiredCount && (now is null || now.DesiredCount == count);

    private bool Differs(ServiceDescription? now, string member) => now is not null && !JsonNode.DeepEquals(now.Node[member], before.Node[member]);
}
