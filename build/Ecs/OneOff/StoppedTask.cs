using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Reads how a task ended.</summary>
internal static class StoppedTask
{
    /// <summary>128 plus the signal's number, as shells count.</summary>
    private const int Killed = 137;

    private const int Terminated = 143;

    /// <param name="task">As DescribeTasks gives it, stopped.</param>
    /// <param name="container">The one whose exit code counts.</param>
    public static OneOffResult Read(JsonObject task, string container, bool timedOut)
    {
        var containers = task.Objects("containers");
        return new(
            task.Text("taskArn"),
            containers.FirstOrDefault(one => one.Text("name") == container)?.Number("exitCode"),
            task.Text("stopCode"),
            Reason(task, containers, container),
            task.Time("startedAt"),
            task.Time("stoppedAt"),
            timedOut);
    }

    private static string Reason(JsonObject task, IEnumerable<JsonObject> containers, string counted)
    {
        var reasons = containers.Select(one => (Name: one.Text("name") ?? "", Text: WhatHappened(one, counted))).Where(one => one.Text.Length > 0).Select(one => $"container {one.Name}: {one.Text}");
        return string.Join("; ", reasons.Prepend(task.Text("stoppedReason") ?? "").Where(reason => reason.Length > 0)).ReplaceLineEndings(" ");
    }

    /// <summary>A container that failed takes the task, and so the command, with it; one that was killed then did not begin it.</summary>
    private static string WhatHappened(JsonObject container, string counted) =>
        container.Text("reason") is { Length: > 0 } reason ? reason
        : container.Text("name") != counted && container.Number("exitCode") is { } code and not (0 or Killed or Terminated) ? $"exit code {code}"
        : "";
}
