using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.CodeDeploy;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>CodeDeploy starts the new tasks as a task set and shifts a listener's traffic to it, as its deployment group says.</summary>
internal sealed class CodeDeployStrategy(EcsClient ecs, CodeDeployClient codeDeploy, ServiceReader services, IProgress<string> progress) : IRolloutStrategy
{
    private const string Placeholder = "<TASK_DEFINITION>";
    private static readonly string[] Open = ["Created", "Queued", "InProgress", "Baking", "Ready"];

    /// <summary>Of this rollout: the same revision may have been deployed before.</summary>
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    public async Task CheckAsync(RolloutRequest request, ServiceDescription? before, CancellationToken cancellation)
    {
        var service = Controllers.RequireService(request, before, "it needs two target groups and a deployment group. Create it with the deployment controller CODE_DEPLOY, then deploy.");
        Controllers.Require(request, service, "CODE_DEPLOY", "blue-green");
        if (request.Network is { } network && !network.IsGivenBy(service.Node))
            throw new RolloutException(
                RolloutOutcome.Refused,
                $"{request.Place}: 'deploy.network' says {network}, and service '{request.Service}' has {ServiceNetwork.TextOf(service.Node) ?? "none"}. UpdateService cannot change that of a service with the deployment controller CODE_DEPLOY. "
                + "Write the service's own, or leave 'deploy.network' out and write 'NetworkConfiguration' into the appspec, which CodeDeploy gives the new tasks.");
        if (request.DesiredCount is { } count && count != service.DesiredCount)
            throw new RolloutException(
                RolloutOutcome.Refused,
                $"{request.Place}: 'deploy.desiredCount' says {count}, and service '{request.Service}' has {service.DesiredCount}; CodeDeploy deploys as many tasks as the service has. "
                + $"Change the service (aws ecs update-service --cluster {request.Cluster} --service {request.Service} --desired-count {count}), or leave 'deploy.desiredCount' out.");
        Controllers.RequirePossible(request, service);
        var target = request.CodeDeploy!;
        if (!target.Appspec.Contains(Placeholder, StringComparison.Ordinal))
            throw new RolloutException(RolloutOutcome.Refused, $"{target.Place}: the appspec has no {Placeholder}, so CodeDeploy would not deploy this release.");
        var group = await codeDeploy.GetDeploymentGroupAsync(target.Application, target.DeploymentGroup, cancellation);
        if (group.Objects("ecsServices") is [var deployed, ..] && (deployed.Text("serviceName") != request.Service || deployed.Text("clusterName") != request.Cluster))
            throw new RolloutException(RolloutOutcome.Refused, $"{target.Place}: deployment group '{target.DeploymentGroup}' deploys service '{deployed.Text("serviceName")}' in cluster '{deployed.Text("clusterName")}', and not '{request.Service}' in '{request.Cluster}'.");
    }

    public async Task<IDeployment> StartAsync(RolloutRequest request, ServiceDescription? before, string revision, CancellationToken cancellation)
    {
        var settings = new DefinedSettings(ecs, request, before!);
        if (await settings.ApplyAsync(cancellation)) progress.Report($"Service '{request.Service}' was updated to its definition");
        try
        {
            return await DeployAsync(request, before!, revision, cancellation);
        }
        catch (AwsException refused) when (refused.Kind is not (AwsFailure.ServerFault or AwsFailure.Unreachable))
        {
            await settings.UndoAsync(cancellation);
            throw;
        }
    }

    private async Task<IDeployment> DeployAsync(RolloutRequest request, ServiceDescription before, string revision, CancellationToken cancellation)
    {
        var target = request.CodeDeploy!;
        var appspec = target.Appspec.Replace(Placeholder, revision, StringComparison.Ordinal);
        var id = await codeDeploy.CreateDeploymentAsync(target.Application, target.DeploymentGroup, appspec, Description(revision), cancellation);
        progress.Report($"CodeDeploy deploys {RevisionName.Of(revision)} to service '{request.Service}', deployment {id}");
        return new CodeDeployDeployment(codeDeploy, services, request, before, id);
    }

    public async Task TakeBackAsync(RolloutRequest request, ServiceDescription? before, string revision, IDeployment? started, CancellationToken cancellation)
    {
        var id = started?.Id ?? await FindAsync(request, revision, cancellation);
        if (id is null) return;
        progress.Report($"Cancelled: stopping deployment {id}; CodeDeploy rolls service '{request.Service}' back to {RevisionName.Of(before!.TaskDefinition)}; this run does not wait for it");
        await codeDeploy.StopDeploymentAsync(id, cancellation);
    }

    /// <summary>Until the old tasks have ended CodeDeploy rolls back; afterwards what ran before is deployed like anything else.</summary>
    public async Task<IDeployment> ReturnAsync(RolloutRequest request, ServiceDescription before, IDeployment done, CancellationToken cancellation)
    {
        if ((await codeDeploy.GetDeploymentAsync(done.Id, cancellation)).Text("status") == "Succeeded")
            return await DeployAsync(request, await services.ReadAsync(request, cancellation), before.TaskDefinition, cancellation);
        await done.RollBackAsync(cancellation);
        return done;
    }

    private string Description(string revision) => $"Slipway: {RevisionName.Of(revision)} ({_mark})";

    /// <summary>The one that a call began whose answer was not waited for.</summary>
    private async Task<string?> FindAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        var target = request.CodeDeploy!;
        foreach (var id in await codeDeploy.ListDeploymentsAsync(target.Application, target.DeploymentGroup, Open, cancellation))
        {
            JsonObject deployment = await codeDeploy.GetDeploymentAsync(id, cancellation);
            if (deployment.Text("description") == Description(revision)) return id;
        }

        return null;
    }
}
