using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Logs.Containers;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The <c>logConfiguration</c> of a container with the driver <c>awslogs</c>. Every line is an event of its own: <c>awslogs-multiline-pattern</c> and
/// <c>awslogs-datetime-format</c> are passed over, and so is the region, since LocalAws has only one.
/// </summary>
internal sealed record AwsLogsOptions(string Group, string? StreamPrefix, bool CreatesGroup)
{
    /// <summary>Null for a container with another driver, or none.</summary>
    public static AwsLogsOptions? Of(ContainerDefinition container)
    {
        var configuration = container.Node["logConfiguration"] as JsonObject;
        return (string?)configuration?["logDriver"] == "awslogs" && configuration["options"] is JsonObject options && (string?)options["awslogs-group"] is { Length: > 0 } group
            ? new(group, (string?)options["awslogs-stream-prefix"], options.Switch("awslogs-create-group"))
            : null;
    }

    /// <summary>Null without a prefix: the stream has the container's id then.</summary>
    public string? Stream(string taskId, string container) => StreamPrefix is { Length: > 0 } prefix ? $"{prefix}/{container}/{taskId}" : null;

    /// <summary>By which a container is followed on after a restart.</summary>
    public Dictionary<string, string> Labels(string taskId, string container)
    {
        var labels = new Dictionary<string, string> { [IContainerLogs.GroupLabel] = Group };
        if (Stream(taskId, container) is { } stream)
            labels[IContainerLogs.StreamLabel] = stream;
        return labels;
    }
}
