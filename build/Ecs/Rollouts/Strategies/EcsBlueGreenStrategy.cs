using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>
/// ECS starts the new tasks beside the old ones and shifts the traffic, by the strategy BLUE_GREEN, CANARY or LINEAR that the service has.
/// </summary>
internal sealed class EcsBlueGreenStrategy(EcsClient ecs, ServiceReader services, TimeProvider time, IProgress<string> progress) : IRolloutStrategy
{
    private static readonly string[] Open = ["PENDING", "IN_PROGRESS"];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Until ECS shows the deployment that an update began.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task CheckAsync(RolloutRequest request, ServiceDescription? before, CancellationToken cancellation)
    {
        var service = Controllers.RequireService(request, before, "it needs two target groups, a listener's rule and a role. Create it with them, then deploy.");
        Controllers.Require(request, service, "ECS", "ecs-blue-green");
        LedContainers.Require(request with { LoadBalancer = null }, service);
        Controllers.RequirePossible(request, service);
        return service.Strategy == "ROLLING"
            ? throw new RolloutException(RolloutOutcome.Refused, $"{request.Place}: service '{request.Service}' deploys by ECS's strategy ROLLING. Write 'deploy.strategy: rolling', or give the service the strategy BLUE_GREEN, CANARY or LINEAR (aws ecs update-service --deployment-configuration).")
            : Task.CompletedTask;
    }

    public async Task<IDeployment> StartAsync(RolloutRequest request, ServiceDescription? before, string revision, CancellationToken cancellation)
    {
        progress.Report($"Updating service '{request.Service}' from {RevisionName.Of(before!.TaskDefinition)} to {RevisionName.Of(revision)}, strategy {before.Strategy}");
        var update = Target(request, revision, request.Definition?.ChangesTo(before.Node));
        if (request.DesiredCount is { } count) update["desiredCount"] = count;
        if (request.Force) update["forceNewDeployment"] = true;
        if (ServiceNetwork.Change(request.Network, request.TaskDefinition, before.Node) is { } network) update[ServiceNetwork.Member] = network;
        return await UpdateAsync(request, revision, update, cancellation);
    }

    /// <summary>ECS rolls back no deployment that has ended: what ran before is deployed, by the same strategy.</summary>
    public async Task<IDeployment> ReturnAsync(RolloutRequest request, ServiceDescription before, IDeployment done, CancellationToken cancellation)
    {
        var update = Target(request, before.TaskDefinition, request.Definition?.Undo(before.Node));
        if (ServiceNetwork.Change(request.Network, request.TaskDefinition, before.Node) is not null) update[ServiceNetwork.Member] = before.Node[ServiceNetwork.Member]?.DeepClone();
        return await UpdateAsync(request, before.TaskDefinition, update, cancellation);
    }

    private async Task<IDeployment> UpdateAsync(RolloutRequest request, string revision, JsonObject update, CancellationToken cancellation)
    {
        var known = (await ecs.ListServiceDeploymentsAsync(request.Cluster, request.Service, [], cancellation)).Select(Arn).ToHashSet();
        await ecs.UpdateServiceOnceAsync(update, token => FindUpdatedAsync(request, revision, known, token), cancellation);
        var deadline = time.GetUtcNow() + Patience;
        while (true)
        {
            if (await FindAsync(request, revision, known, cancellation) is { } arn) return new EcsServiceDeployment(ecs, services, request, arn);
            if (time.GetUtcNow() >= deadline) throw new RolloutException(RolloutOutcome.NotRolledBack, $"ECS shows no deployment of {RevisionName.Of(revision)} for service '{request.Service}' {Patience.TotalSeconds:0} s after it was updated.");
            await Task.Delay(Interval, time, cancellation);
        }
    }

    public async Task TakeBackAsync(RolloutRequest request, ServiceDescription? before, string revision, IDeployment? started, CancellationToken cancellation)
    {
        var arn = started?.Id ?? await FindAsync(request, revision, [], cancellation);
        if (arn is null) return;
        progress.Report($"Cancelled: stopping the deployment of {RevisionName.Of(revision)}; ECS rolls service '{request.Service}' back to {RevisionName.Of(before!.TaskDefinition)}; this run does not wait for it");
        await ecs.StopServiceDeploymentAsync(arn, cancellation);
    }

    /// <summary>The service, when it has a deployment of the revision that it had not before.</summary>
    private async Task<JsonObject?> FindUpdatedAsync(RolloutRequest request, string revision, HashSet<string> known, CancellationToken cancellation) =>
        await FindAsync(request, revision, known, cancellation) is null ? null : (await services.FindAsync(request.Cluster, request.Service, cancellation))?.Node;

    /// <summary>The deployment of the revision that is under way, other than those that were there before.</summary>
    private async Task<string?> FindAsync(RolloutRequest request, string revision, HashSet<string> known, CancellationToken cancellation)
    {
        var open = await ecs.ListServiceDeploymentsAsync(request.Cluster, request.Service, known.Count > 0 ? [] : Open, cancellation);
        var candidates = open.Where(deployment => !known.Contains(Arn(deployment)) && deployment.Text("targetServiceRevisionArn") is not null).ToDictionary(deployment => deployment.Text("targetServiceRevisionArn")!, Arn);
        if (candidates.Count == 0) return null;
        var revisions = await ecs.DescribeServiceRevisionsAsync(candidates.Keys, cancellation);
        return revisions.Found.Where(found => found.Text("taskDefinition") == revision).Select(found => candidates.GetValueOrDefault(found.Text("serviceRevisionArn") ?? "")).FirstOrDefault(arn => arn is not null);
    }

    private static JsonObject Target(RolloutRequest request, string revision, JsonObject? beside)
    {
        var target = new JsonObject { ["cluster"] = request.Cluster, ["service"] = request.Service, ["taskDefinition"] = revision };
        foreach (var (member, value) in beside ?? []) target[member] = value?.DeepClone();
        return target;
    }

    private static string Arn(JsonObject deployment) => deployment.Text("serviceDeploymentArn") ?? "";
}
