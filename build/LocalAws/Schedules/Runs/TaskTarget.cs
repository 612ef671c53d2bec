using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Runs;

/// <summary>Invokes a schedule's target: RunTask of this LocalAws's ECS.</summary>
internal sealed class TaskTarget(EcsEngine engine)
{
    /// <summary>
    /// Tasks that EventBridge Scheduler has started show so, cut at the 36 characters that ECS once allowed: <c>chronos-schedule/gold-coast-data-lak</c>, in what users have published
    /// of DescribeTasks.
    /// </summary>
    private const string StartedBy = "chronos-schedule/";
    private const int LongestStartedBy = 36;

    /// <summary>By the name of the member of RunTask.</summary>
    private static readonly (string Member, string Of)[] Members =
    [
        ("taskDefinition", "TaskDefinitionArn"), ("count", "TaskCount"), ("launchType", "LaunchType"), ("platformVersion", "PlatformVersion"), ("group", "Group"), ("propagateTags", "PropagateTags"),
        ("referenceId", "ReferenceId"), ("enableECSManagedTags", "EnableECSManagedTags"), ("enableExecuteCommand", "EnableExecuteCommand"),
    ];

    /// <summary>Lists of what has the same members in RunTask.</summary>
    private static readonly (string Member, string Of, string[] Within)[] Lists =
    [
        ("capacityProviderStrategy", "CapacityProviderStrategy", ["capacityProvider", "weight", "base"]),
        ("placementConstraints", "PlacementConstraints", ["type", "expression"]),
        ("placementStrategy", "PlacementStrategy", ["type", "field"]),
    ];

    /// <returns>What RunTask answers.</returns>
    /// <exception cref="AwsErrorException">ECS refuses.</exception>
    public async Task<JsonObject> InvokeAsync(Schedule schedule, string arn, DateTimeOffset scheduledAt, string executionId, int attempt, CancellationToken cancellationToken)
    {
        var request = RequestOf(schedule, arn, scheduledAt, executionId, attempt).ToJsonString();
        return Parse(await engine.AskAsync(world => world.Invoke("RunTask", Parse(request)).ToJsonString(), cancellationToken));
    }

    /// <summary>Context attributes in the input are replaced: user guide, "Adding context attributes in EventBridge Scheduler".</summary>
    private static JsonObject RequestOf(Schedule schedule, string arn, DateTimeOffset scheduledAt, string executionId, int attempt)
    {
        var startedBy = StartedBy + schedule.Name;
        var request = new JsonObject { ["cluster"] = schedule.Target.Text("Arn"), ["startedBy"] = startedBy[..Math.Min(startedBy.Length, LongestStartedBy)] };
        var parameters = schedule.Target.Object("EcsParameters")!;
        foreach (var (member, of) in Members.Where(known => parameters[known.Of] is not null))
            request[member] = parameters[of]!.DeepClone();
        foreach (var (member, of, within) in Lists.Where(known => parameters[known.Of] is not null))
            request[member] = new JsonArray([.. parameters.Objects(of).Select(item => Only(item, within))]);
        if (parameters.Object("NetworkConfiguration")?.Object("awsvpcConfiguration") is { } network)
            request["networkConfiguration"] = new JsonObject { ["awsvpcConfiguration"] = Network(network) };
        if (parameters.Objects("Tags") is { Count: > 0 } tags)
            request["tags"] = new JsonArray([.. tags.Select(Tag)]);
        if (schedule.Target.Text("Input") is not { } input)
            return request;
        try
        {
            request["overrides"] = JsonNode.Parse(input
                .Replace("<aws.scheduler.schedule-arn>", arn, StringComparison.Ordinal)
                .Replace("<aws.scheduler.scheduled-time>", scheduledAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("<aws.scheduler.execution-id>", executionId, StringComparison.Ordinal)
                .Replace("<aws.scheduler.attempt-number>", attempt.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
        catch (JsonException wrong)
        {
            throw ScheduleErrors.Invalid($"The input of schedule {schedule.Name} is not JSON: {wrong.Message}");
        }

        return request;
    }

    private static JsonObject Network(JsonObject given)
    {
        var network = new JsonObject();
        foreach (var (member, of) in new[] { ("subnets", "Subnets"), ("securityGroups", "SecurityGroups"), ("assignPublicIp", "AssignPublicIp") })
        {
            if (given[of] is { } value)
                network[member] = value.DeepClone();
        }

        return network;
    }

    private static JsonObject Only(JsonObject item, string[] members) =>
        new(members.Where(member => item[member] is not null).Select(member => KeyValuePair.Create(member, item[member]?.DeepClone())));

    /// <summary>The model has a tag as a map of any names.</summary>
    private static JsonObject Tag(JsonObject tag) => new() { ["key"] = tag.Text("Key") ?? tag.Text("key"), ["value"] = tag.Text("Value") ?? tag.Text("value") };

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
