using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Logs;

/// <summary>The last part of a task's ARN.</summary>
public static class TaskId
{
    /// <summary>How many of its digits tell tasks apart where a person reads them.</summary>
    private const int Digits = 8;

    /// <param name="task">As DescribeTasks gives it.</param>
    public static string Of(JsonObject task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Of(task.Text("taskArn") ?? "");
    }

    public static string Of(string taskArn)
    {
        ArgumentNullException.ThrowIfNull(taskArn);
        return taskArn[(taskArn.LastIndexOf('/') + 1)..];
    }

    public static string FirstDigits(string taskArn)
    {
        var id = Of(taskArn);
        return id.Length > Digits ? id[..Digits] : id;
    }
}
