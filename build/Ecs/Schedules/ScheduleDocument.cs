using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Schedules;

/// <summary>A schedule as GetSchedule gives it, and as UpdateSchedule and CreateSchedule take it.</summary>
/// <param name="node">GetSchedule's answer.</param>
public sealed class ScheduleDocument(JsonObject node)
{
    private const string Target = "Target";
    private const string Parameters = "EcsParameters";
    private const string Revision = "TaskDefinitionArn";
    private const string Network = "NetworkConfiguration";
    private const string Overrides = "containerOverrides";
    private const string Given = "Input";

    /// <summary>Those that the answer has and the request has not.</summary>
    private static readonly string[] Answered = ["Arn", "CreationDate", "LastModificationDate", "Name"];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The members of a service that a target has under other names.</summary>
    internal static readonly (string Of, string Member)[] Placed =
    [
        ("launchType", "LaunchType"), ("capacityProviderStrategy", "CapacityProviderStrategy"), ("platformVersion", "PlatformVersion"),
        ("placementConstraints", "PlacementConstraints"), ("placementStrategy", "PlacementStrategy"),
    ];

    /// <summary>Whether it starts tasks of ECS.</summary>
    public bool RunsTasks => node[Target]?[Parameters] is JsonObject;

    /// <summary>The ARN of what it runs, or whatever names it.</summary>
    public string TaskDefinition => (node[Target]?[Parameters] as JsonObject)?.Text(Revision) ?? "";

    public string Expression => node.Text("ScheduleExpression") ?? "";

    public string TimeZone => node.Text("ScheduleExpressionTimezone") ?? "UTC";

    public bool IsEnabled => node.Text("State") != "DISABLED";

    /// <summary>The target's parameters, in the spelling of EventBridge Scheduler.</summary>
    internal JsonObject TaskParameters => node[Target]?[Parameters] as JsonObject ?? [];

    /// <summary>What tasks have otherwise than their definition. Null where that is nothing, or no JSON.</summary>
    internal JsonObject? Input => ParseInput((node[Target] as JsonObject)?.Text(Given));

    /// <summary>What gives the schedule exactly what it has: UpdateSchedule replaces all members, and those that are left out get a default.</summary>
    public JsonObject ToRequest()
    {
        var request = node.DeepClone().AsObject();
        foreach (var member in Answered) request.Remove(member);
        foreach (var member in request.Where(member => member.Value is null).Select(member => member.Key).ToList()) request.Remove(member);
        return request;
    }

    /// <summary>The same at another revision, with what is wanted beside, and all else as it is.</summary>
    /// <param name="revision">Its ARN.</param>
    public JsonObject At(string revision, WantedSchedule wanted)
    {
        var request = ToRequest();
        request[Target]![Parameters]![Revision] = revision;
        if (!wanted.OnlyRevision) Apply(wanted, request);
        return request;
    }

    /// <summary>A schedule that is not there yet.</summary>
    /// <param name="revision">Its ARN, whose account and region are the cluster's.</param>
    /// <param name="placement">Where its tasks run, in members of RunTask.</param>
    public static JsonObject New(string revision, WantedSchedule wanted, JsonObject placement)
    {
        var parameters = new JsonObject { [Revision] = revision };
        foreach (var (of, member) in Placed.Where(known => placement[known.Of] is not null)) parameters[member] = placement[of]!.DeepClone();
        if (placement[ServiceNetwork.Member] is JsonObject network) parameters[Network] = Spelled(network);
        var request = new JsonObject
        {
            ["GroupName"] = wanted.Group,
            ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
            [Target] = new JsonObject { ["Arn"] = $"{revision[..revision.LastIndexOf(":task-definition/", StringComparison.Ordinal)]}:cluster/{wanted.Cluster}", [Parameters] = parameters },
        };
        Apply(wanted, request);
        return request;
    }

    private static void Apply(WantedSchedule wanted, JsonObject request)
    {
        var target = request[Target]!.AsObject();
        if (wanted.Expression is { } expression) request["ScheduleExpression"] = expression;
        if (wanted.TimeZone is { } zone) request["ScheduleExpressionTimezone"] = zone;
        if (wanted.IsEnabled is { } isEnabled) request["State"] = isEnabled ? "ENABLED" : "DISABLED";
        if (wanted.Role is { } role) target["RoleArn"] = role;
        if (wanted.Network is { } network) target[Parameters]![Network] = Spelled(network.ToJson(service: null));
        if (wanted.Command is { } command) target[Given] = WithCommand(target.Text(Given), wanted.Container!, command);
    }

    /// <summary>The input with the command of one container, and the overrides of all others as they are.</summary>
    private static string WithCommand(string? input, string container, IReadOnlyList<string> command)
    {
        var overrides = ParseInput(input) ?? [];
        var list = overrides[Overrides] as JsonArray ?? [];
        var words = new JsonArray([.. command.Select(word => JsonValue.Create(word))]);
        if (list.OfType<JsonObject>().FirstOrDefault(one => one.Text("name") == container) is { } own)
        {
            if (JsonNode.DeepEquals(own["command"], words)) return input!;
            own["command"] = words;
        }
        else
        {
            list.Add(new JsonObject { ["name"] = container, ["command"] = words });
        }

        overrides[Overrides] = list.Parent is null ? list : list.DeepClone();
        return overrides.ToJsonString(Compact);
    }

    private static JsonObject? ParseInput(string? input)
    {
        try
        {
            return input is null ? null : JsonNode.Parse(input) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Spelled(JsonObject network)
    {
        var spelled = new JsonObject();
        foreach (var (member, value) in network["awsvpcConfiguration"]!.AsObject()) spelled[$"{char.ToUpperInvariant(member[0])}{member[1..]}"] = value?.DeepClone();
        return new() { ["awsvpcConfiguration"] = spelled };
    }
}
