using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>ECS replaces the tasks, within the percentages and with the circuit breaker of the service.</summary>
internal sealed class RollingStrategy(EcsClient ecs, ServiceReader services, IProgress<string> progress) : IRolloutStrategy
{
    public Task CheckAsync(RolloutRequest request, ServiceDescription? before, CancellationToken cancellation)
    {
        Controllers.Require(request, before, "ECS", "rolling");
        LedContainers.Require(request, before);
        Controllers.RequirePossible(request, before);
        return before is { Strategy: not "ROLLING" }
            ? throw new RolloutException(RolloutOutcome.Refused, $"{request.Place}: service '{request.Service}' deploys by ECS's strategy {before.Strategy}. Write 'deploy.strategy: ecs-blue-green', or change the service to ROLLING.")
            : Task.CompletedTask;
    }

    public async Task<IDeployment> StartAsync(RolloutRequest request, ServiceDescription? before, string revision, CancellationToken cancellation)
    {
        var started = before is null ? await CreateAsync(request, revision, cancellation) : await UpdateAsync(request, before, revision, cancellation);
        var id = started.Primary?.Id ?? throw new RolloutException(RolloutOutcome.NotRolledBack, $"ECS started no deployment of service '{request.Service}'.");
        services.Renew(request);
        return new RollingDeployment(ecs, services, request, before, id);
    }

    public async Task TakeBackAsync(RolloutRequest request, ServiceDescription? before, string revision, IDeployment? started, CancellationToken cancellation)
    {
        var now = await services.FindAsync(request.Cluster, request.Service, cancellation);
        // Deleted or replaced by someone else meanwhile; or never reached. An update on its way still is followed by its restoration.
        if (now is not { IsActive: true } || (now.TaskDefinition != revision && now.TaskDefinition != before?.TaskDefinition)) return;
        if (before is null)
        {
            progress.Report($"Cancelled: deleting service '{request.Service}', which this run created");
            await ecs.DeleteServiceAsync(request.Cluster, request.Service, force: true, cancellation);
            return;
        }

        progress.Report($"Cancelled: rolling service '{request.Service}' back to {RevisionName.Of(before.TaskDefinition)}; this run does not wait for it");
        if (await new Restoration(ecs, request, before).BeginAsync(now, cancellation))
            progress.Report($"Service '{request.Service}' has lifecycle hooks, at which the update that restores it may pause as well. {request.PauseAdvice}");
    }

    public async Task<IDeployment> ReturnAsync(RolloutRequest request, ServiceDescription before, IDeployment done, CancellationToken cancellation)
    {
        // As it is now, after its end.
        services.Renew(request);
        await done.ReadAsync(cancellation);
        await done.RollBackAsync(cancellation);
        return done;
    }

    private async Task<ServiceDescription> CreateAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        progress.Report($"Creating service '{request.Service}' in cluster '{request.Cluster}'");
        return new(await ecs.CreateServiceAsync(ServiceCreation.Of(request, revision), cancellation));
    }

    private async Task<ServiceDescription> UpdateAsync(RolloutRequest request, ServiceDescription before, string revision, CancellationToken cancellation)
    {
        progress.Report($"Updating service '{request.Service}' from {RevisionName.Of(before.TaskDefinition)} to {RevisionName.Of(revision)}");
        var changes = request.Definition?.ChangesTo(before.Node) ?? [];
        var configuration = (changes["deploymentConfiguration"] ?? before.Node["deploymentConfiguration"])?.DeepClone().AsObject() ?? [];
        configuration["deploymentCircuitBreaker"] ??= ServiceCreation.Breaker(request);
        if (!request.RollsBack && configuration["deploymentCircuitBreaker"] is JsonObject breaker) breaker["rollback"] = false;
        var update = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["service"] = request.Service,
            ["taskDefinition"] = revision,
            ["deploymentConfiguration"] = configuration,
        };
        foreach (var (member, value) in changes) update[member] ??= value?.DeepClone();
        if (request.DesiredCount is { } count) update["desiredCount"] = count;
        if (request.Force) update["forceNewDeployment"] = true;
        if (request.LoadBalancer is { } balancer && !balancer.IsOf(before)) update["loadBalancers"] = balancer.Beside(before);
        if (ServiceNetwork.Change(request.Network, request.TaskDefinition, before.Node) is { } network) update[ServiceNetwork.Member] = network;
        return new(await ecs.UpdateServiceOnceAsync(update, token => FindUpdatedAsync(request, before, revision, token), cancellation));
    }

    /// <summary>The service, when it has another deployment than before, of the revision.</summary>
    private async Task<JsonObject?> FindUpdatedAsync(RolloutRequest request, ServiceDescription before, string revision, CancellationToken cancellation)
    {
        var now = await services.FindAsync(request.Cluster, request.Service, cancellation);
        return now is not null && now.TaskDefinition == revision && now.Primary?.Id != before.Primary?.Id ? now.Node : null;
    }
}
