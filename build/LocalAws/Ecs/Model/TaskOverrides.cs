using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What one run of a task definition has otherwise: <c>overrides</c> of RunTask.</summary>
internal static class TaskOverrides
{
    private const string Role = "taskRoleArn";
    private const string Storage = "ephemeralStorage";

    private static readonly string[] Replaced = ["command", "cpu", "memory", "memoryReservation", "resourceRequirements"];

    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>: a container that is not in the task definition, or with more memory than the task has.</exception>
    public static void Check(JsonObject? overrides, TaskDefinitionDocument definition)
    {
        foreach (var container in overrides?.Objects("containerOverrides") ?? [])
        {
            var name = container.RequiredText("name");
            if (definition.Containers.All(known => known.Name != name))
                throw EcsErrors.InvalidParameter($"Override for container named {name} is not a container in the TaskDefinition.");
            container.Texts("command");
            container.Number("cpu");
            // https://github.com/artilleryio/artillery/issues/591
            if (container.Number("memory") > (TaskSize.Memory(overrides!.Text("memory")) ?? definition.Memory))
                throw EcsErrors.InvalidParameter($"'memory' setting for container '{name}' is greater than for task.");
            container.Number("memoryReservation");
            foreach (var variable in container.Objects("environment"))
                variable.RequiredText("name");
        }
    }

    /// <summary>Writes them into a copy of the task definition.</summary>
    public static TaskDefinitionDocument Applied(TaskDefinitionDocument copy, JsonObject? overrides)
    {
        if (overrides?.Text(Role) is { } role)
            copy.Root[Role] = role;
        if (overrides?[Storage] is { } storage)
            copy.Root[Storage] = storage.DeepClone();
        foreach (var changed in overrides?.Objects("containerOverrides") ?? [])
        {
            var container = copy.Containers.First(known => known.Name == changed.RequiredText("name")).Node;
            foreach (var member in Replaced.Where(member => changed[member] is not null))
                container[member] = changed[member]!.DeepClone();
            Extend(container, changed, "environment", "name");
            Extend(container, changed, "environmentFiles", "value");
        }

        return copy;
    }

    /// <summary>The task role as it is written, its name or its ARN; null without one.</summary>
    public static string? RoleOf(TaskDefinitionDocument applied) => applied.Root.Text(Role) is { Length: > 0 } role ? role : null;

    /// <summary>An entry replaces the one of the same name, and is added where there is none.</summary>
    private static void Extend(JsonObject container, JsonObject changed, string list, string key)
    {
        var added = changed.Objects(list);
        if (added.Count == 0)
            return;
        var kept = container.Objects(list).Where(entry => added.All(other => other.Text(key) != entry.Text(key)));
        container[list] = new JsonArray([.. kept.Concat(added).Select(entry => entry.DeepClone())]);
    }
}
