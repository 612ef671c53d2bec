using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.OneOff;

/// <summary>A command that is run once, in a container of a task definition.</summary>
/// <param name="TaskDefinition">An ARN, or <c>family:revision</c>.</param>
/// <param name="Container">The container whose command is replaced.</param>
/// <param name="Command">Program and arguments, for the container's entry point as an image's CMD is.</param>
public sealed record OneOffRequest(string Cluster, string TaskDefinition, string Container, IReadOnlyList<string> Command)
{
    /// <summary>Members of RunTask that say where the task runs: <see cref="ServicePlacement.Of"/>.</summary>
    public JsonObject Placement { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>After this time the task is stopped; null leaves it all the time that it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Overrides of the task, with the container's command; null makes them of <see cref="Container"/> and <see cref="Command"/>.</summary>
    public JsonObject? Overrides { get; init; }

    /// <summary>Which of a release's tasks it is; null for a command that somebody runs.</summary>
    public TaskMark? Mark { get; init; }

    /// <summary>The ARN of its task where that was started already, by a run that did not see its end; it is followed then, and none is started.</summary>
    public string? Underway { get; init; }

    internal JsonObject ToJson(string startedBy)
    {
        var json = (JsonObject)Placement.DeepClone();
        json["cluster"] = Cluster;
        json["taskDefinition"] = TaskDefinition;
        json["count"] = 1;
        json["startedBy"] = startedBy;
        json["overrides"] = Overrides?.DeepClone() ?? OfCommand();
        var tags = new Dictionary<string, string>(Tags, StringComparer.Ordinal);
        if (Mark?.ToTag() is { } mark) tags.Add(mark.Key, mark.Value);
        if (tags.Count > 0) json["tags"] = EcsClient.TagList(tags);
        return json;
    }

    private JsonObject OfCommand()
    {
        var words = new JsonArray([.. Command.Select(word => JsonValue.Create(word))]);
        return new() { ["containerOverrides"] = new JsonArray(new JsonObject { ["name"] = Container, ["command"] = words }) };
    }
}
