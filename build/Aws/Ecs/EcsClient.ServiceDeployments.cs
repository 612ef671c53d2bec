using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecs;

/// <content>Service deployments, by which ECS's own blue/green, canary and linear strategies are followed; and tags.</content>
public sealed partial class EcsClient
{
    private const int ServiceDeploymentsAtOnce = 20;

    /// <summary>A service's deployments of the last 90 days in short, newest first: ARN, status, <c>targetServiceRevisionArn</c>.</summary>
    /// <param name="statuses">Such as <c>IN_PROGRESS</c>; none for all.</param>
    public async Task<IReadOnlyList<JsonObject>> ListServiceDeploymentsAsync(string cluster, string service, IReadOnlyCollection<string> statuses, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["cluster"] = cluster, ["service"] = service };
        if (statuses.Count > 0) request["status"] = statuses.ToJson();
        return await Pages.ReadAsync(_json, "ListServiceDeployments", request, "serviceDeployments", static one => (JsonObject)one, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>One that is not there is a failure with reason <c>MISSING</c>, not an error.</summary>
    public Task<EcsLookup> DescribeServiceDeploymentsAsync(IReadOnlyCollection<string> arns, CancellationToken cancellationToken) =>
        DescribeAsync("DescribeServiceDeployments", [], "serviceDeploymentArns", "serviceDeployments", arns, ServiceDeploymentsAtOnce, cancellationToken);

    /// <summary>What services were at a deployment: <c>taskDefinition</c> and more, by ARN.</summary>
    public Task<EcsLookup> DescribeServiceRevisionsAsync(IReadOnlyCollection<string> arns, CancellationToken cancellationToken) =>
        DescribeAsync("DescribeServiceRevisions", [], "serviceRevisionArns", "serviceRevisions", arns, ServiceDeploymentsAtOnce, cancellationToken);

    /// <summary>Stops a service deployment and has it rolled back.</summary>
    /// <exception cref="AwsException">with code <c>ConflictException</c> when it has ended or rolls back already, among others</exception>
    public async Task StopServiceDeploymentAsync(string arn, CancellationToken cancellationToken)
    {
        try
        {
            await _json.InvokeAsync("StopServiceDeployment", new JsonObject { ["serviceDeploymentArn"] = arn, ["stopType"] = "ROLLBACK" }, cancellationToken);
        }
        catch (AwsException stopped) when (stopped is { Code: "ConflictException", Attempts: > 1 })
        {
            // By the try whose answer was lost.
        }
    }

    /// <summary>Answers a lifecycle hook at which a service deployment waits.</summary>
    /// <param name="hook">Its id: <c>ecs-pause-…</c>.</param>
    /// <param name="rollsBack">True rolls the service back to its previous revision; false continues the deployment.</param>
    /// <exception cref="AwsException">with code <c>InvalidParameterException</c> when it is answered already, among others</exception>
    public async Task ContinueServiceDeploymentAsync(string arn, string hook, bool rollsBack, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["serviceDeploymentArn"] = arn, ["hookId"] = hook, ["action"] = rollsBack ? "ROLLBACK" : "CONTINUE" };
        try
        {
            await _json.InvokeAsync("ContinueServiceDeployment", request, cancellationToken);
        }
        catch (AwsException answered) when (answered is { Code: "InvalidParameterException", Attempts: > 1 })
        {
            // By the try whose answer was lost.
        }
    }

    /// <summary>Takes tags from what has this ARN; one that it has not is no failure.</summary>
    public async Task UntagAsync(string arn, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await _json.InvokeAsync("UntagResource", new JsonObject { ["resourceArn"] = arn, ["tagKeys"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]) }, cancellationToken);

    /// <summary>Adds tags to what has this ARN, and replaces those of the same keys.</summary>
    public async Task TagAsync(string arn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        await _json.InvokeAsync("TagResource", new JsonObject { ["resourceArn"] = arn, ["tags"] = TagList(tags) }, cancellationToken);

    /// <summary>Tags in ECS's form, <c>[{"key", "value"}]</c>.</summary>
    public static JsonArray TagList(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.Select(static tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]);
}
