using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Logs;

/// <summary>
/// Where the awslogs driver sends a container's lines, by the <c>logConfiguration</c> of its definition.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
/// </summary>
/// <param name="StreamPrefix">Null, and each stream has the container's runtime id for its name.</param>
/// <param name="Region">Null for the task's own.</param>
public sealed record LogDestination(string Container, string Group, string? StreamPrefix, string? Region)
{
    private const string Driver = "awslogs";

    /// <summary>Null for a container with another driver, or none.</summary>
    public static LogDestination? Of(ContainerDefinition container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var configuration = container.Node["logConfiguration"] as JsonObject;
        return configuration?.Text("logDriver") == Driver && configuration["options"] is JsonObject options && options.Text("awslogs-group") is { Length: > 0 } group
            ? new(container.Name, group, Filled(options.Text("awslogs-stream-prefix")), Filled(options.Text("awslogs-region")))
            : null;
    }

    /// <summary>Why CloudWatch Logs has none of the lines of a container that has no destination.</summary>
    public static string WhyNone(ContainerDefinition container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var driver = (container.Node["logConfiguration"] as JsonObject)?.Text("logDriver");
        return driver switch
        {
            null => $"Container '{container.Name}' has no 'logConfiguration': its lines stay on the machine that it runs on. Give it the log driver '{Driver}' to see them here.",
            Driver => $"Container '{container.Name}' has the log driver '{Driver}' without the option 'awslogs-group', so that its lines go nowhere. Name a log group there.",
            _ => $"Container '{container.Name}' has the log driver '{driver}', not '{Driver}': its lines are where that driver sends them, and not in CloudWatch Logs.",
        };
    }

    /// <summary>What the names of all of this container's streams begin with; null without a stream prefix.</summary>
    public string? CommonPrefix => StreamPrefix is null ? null : $"{StreamPrefix}/{Container}/";

    /// <summary>The stream of this container in a task.</summary>
    /// <param name="task">As DescribeTasks gives it.</param>
    /// <returns>Null when the container was not started yet, and its stream has no other name than its runtime id.</returns>
    public string? StreamOf(JsonObject task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return CommonPrefix is { } prefix
            ? prefix + TaskId.Of(task)
            : Filled(task.Objects("containers").FirstOrDefault(container => container.Text("name") == Container)?.Text("runtimeId"));
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
