using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Reads how a task ended.</summary>
internal static class StoppedTask
{
    /// <param name="task">As DescribeTasks gives it, stopped.</param>
    /// <param name="container">The one whose exit code counts.</param>
    public static OneOffResult Read(JsonObject task, string container, bool timedOut)
    {
        var containers = task.Objects("containers");
        return new(
            task.Text("taskArn"),
            containers.FirstOrDefault(one => one.Text("name") == container)?.Number("exitCode"),
            task.Text("stopCode"),
            Reason(task, containers),
            Time(task, "startedAt"),
            Time(task, "stoppedAt"),
            timedOut);
    }

    /// <summary>The JSON protocol writes times as seconds since 1970, with a fraction.</summary>
    private static DateTimeOffset? Time(JsonObject task, string member) =>
        task[member] is JsonValue value && value.TryGetValue<double>(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    private static string Reason(JsonObject task, IEnumerable<JsonObject> containers)
    {
        var reasons = containers.Where(one => one.Text("reason") is { Length: > 0 }).Select(one => $"container {one.Text("name")}: {one.Text("reason")}");
        return string.Join("; ", reasons.Prepend(task.Text("stoppedReason") ?? "").Where(reason => reason.Length > 0)).ReplaceLineEndings(" ");
    }
}
