using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>The services of this LocalAws's ECS.</summary>
internal sealed class EcsTaskSets(EcsEngine engine) : IServiceTaskSets
{
    public async Task<ServiceFacts?> FindAsync(string cluster, string service, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["cluster"] = cluster, ["services"] = new JsonArray(service) };
        try
        {
            var answer = await InvokeAsync("DescribeServices", request, cancellationToken);
            return answer.Objects("services") is [var found, ..] ? Read(found) : null;
        }
        catch (AwsErrorException error) when (error.Code == "ClusterNotFoundException")
        {
            return null;
        }
    }

    public async Task<string> CreateAsync(
        string cluster, string service, string deploymentId, Appspec appspec, string targetGroupArn, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["cluster"] = cluster,
            ["service"] = service,
            ["externalId"] = deploymentId,
            ["clientToken"] = deploymentId,
            ["taskDefinition"] = appspec.TaskDefinition,
            ["loadBalancers"] = new JsonArray(new JsonObject
            {
                ["targetGroupArn"] = targetGroupArn,
                ["containerName"] = appspec.ContainerName,
                ["containerPort"] = appspec.ContainerPort,
            }),
            ["scale"] = new JsonObject { ["value"] = 100, ["unit"] = "PERCENT" },
        };
        AddGiven(request, "platformVersion", appspec.PlatformVersion);
        AddGiven(request, "networkConfiguration", appspec.NetworkConfiguration?.DeepClone());
        AddGiven(request, "capacityProviderStrategy", appspec.CapacityProviderStrategy?.DeepClone());
        var answer = await InvokeAsync("CreateTaskSet", request, cancellationToken);
        return answer.Object("taskSet")!.Text("id")!;
    }

    public Task MakePrimaryAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken) =>
        InvokeAsync("UpdateServicePrimaryTaskSet", new() { ["cluster"] = cluster, ["service"] = service, ["primaryTaskSet"] = taskSetId }, cancellationToken);

    public async Task DeleteAsync(string cluster, string service, string taskSetId, CancellationToken cancellationToken)
    {
        try
        {
            var request = new JsonObject { ["cluster"] = cluster, ["service"] = service, ["taskSet"] = taskSetId, ["force"] = true };
            await InvokeAsync("DeleteTaskSet", request, cancellationToken);
        }
        catch (AwsErrorException error) when (error.Code is "TaskSetNotFoundException" or "ServiceNotFoundException" or "ServiceNotActiveException")
        {
            // That is what was wanted.
        }
    }

    /// <summary>By text, as over the wire: a number that was not read from text is of one type only, and ECS asks for several.</summary>
    private async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var text = request.ToJsonString();
        return Parse(await engine.AskAsync(world => world.Invoke(operation, Parse(text)).ToJsonString(), cancellationToken));
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static void AddGiven(JsonObject request, string member, JsonNode? value)
    {
        if (value is not null)
            request[member] = value;
    }

    private static ServiceFacts Read(JsonObject service) => new(
        service.Text("serviceArn")!,
        service.Object("deploymentController")?.Text("type") ?? "ECS",
        service.Text("status") == "ACTIVE",
        [.. service.Objects("taskSets").Select(ReadTaskSet)]);

    private static TaskSetFacts ReadTaskSet(JsonObject taskSet) => new(
        taskSet.Text("id")!,
        taskSet.Text("status")!,
        taskSet.Objects("loadBalancers") is [var balancer, ..] ? balancer.Text("targetGroupArn") : null,
        taskSet.Number("computedDesiredCount") ?? 0,
        taskSet.Number("pendingCount") ?? 0,
        taskSet.Number("runningCount") ?? 0,
        taskSet.Text("stabilityStatus") == "STEADY_STATE");
}
