using System.Text.Json.Nodes;
using Slipway.Ecs.Logs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>Chooses the task that a session is opened in.</summary>
public static class TaskChoice
{
    /// <summary>The one that was asked for; else the running one that started last.</summary>
    /// <param name="tasks">The service's, as DescribeTasks gives them.</param>
    /// <param name="asked">An ARN, an id, or the beginning of one; null: any.</param>
    /// <returns>Null when there is none, or more than one begins like that.</returns>
    public static JsonObject? Of(IEnumerable<JsonObject> tasks, string? asked)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var running = Running(tasks);
        if (asked is null) return running is [var newest, ..] ? newest : null;
        var id = TaskId.Of(asked);
        return running.Where(task => TaskId.Of(task).StartsWith(id, StringComparison.Ordinal)).Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<JsonObject> Running(IEnumerable<JsonObject> tasks) =>
        [.. tasks.Where(task => task.Text("lastStatus") == "RUNNING").OrderByDescending(task => task.Time("startedAt"))];
}
