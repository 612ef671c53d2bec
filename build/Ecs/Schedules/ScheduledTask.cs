using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Schedules;

/// <summary>What a schedule runs when it is due, to be run at once.</summary>
public static class ScheduledTask
{
    /// <summary>One task, whatever the schedule's count is, with its overrides, network and placement.</summary>
    /// <param name="definition">What the schedule points at.</param>
    /// <exception cref="TaskDefinitionException">It has no container.</exception>
    public static OneOffRequest Of(ScheduleDocument schedule, string cluster, TaskDefinitionDocument definition)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(definition);
        var overrides = schedule.Input?.DeepClone().AsObject();
        var own = overrides?.Objects("containerOverrides").FirstOrDefault(one => one["command"] is JsonArray { Count: > 0 });
        var container = definition.Containers.FirstOrDefault(one => one.Name == own?.Text("name")) ?? definition.Containers.FirstOrDefault(one => one.Essential)
            ?? throw new TaskDefinitionException($"Task definition '{schedule.TaskDefinition}' has no container that is essential.");
        return new(cluster, schedule.TaskDefinition, container.Name, own is null ? container.Command ?? [] : own.Texts("command")) { Placement = Placement(schedule.TaskParameters), Overrides = overrides };
    }

    private static JsonObject Placement(JsonObject parameters)
    {
        var placement = new JsonObject();
        foreach (var (of, member) in ScheduleDocument.Placed.Where(known => parameters[known.Member] is not (null or JsonArray { Count: 0 }))) placement[of] = parameters[member]!.DeepClone();
        if (parameters["NetworkConfiguration"]?["awsvpcConfiguration"] is not JsonObject network) return placement;
        var spelled = new JsonObject(network.Select(member => KeyValuePair.Create($"{char.ToLowerInvariant(member.Key[0])}{member.Key[1..]}", member.Value?.DeepClone())));
        placement[ServiceNetwork.Member] = new JsonObject { ["awsvpcConfiguration"] = spelled };
        return placement;
    }
}
