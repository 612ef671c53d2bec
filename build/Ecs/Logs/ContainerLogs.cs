using System.Text.Json.Nodes;
using Slipway.Aws.Logs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Logs;

/// <summary>Reads what the containers of a task wrote, from CloudWatch Logs.</summary>
/// <param name="logs">The client for a region (<c>AwsClients.LogsIn</c>); null is the region in use.</param>
public sealed class ContainerLogs(Func<string?, LogsClient> logs)
{
    /// <summary>The last lines of one container.</summary>
    /// <param name="definition">Of the task's task definition.</param>
    /// <param name="task">As DescribeTasks gives it, running or stopped.</param>
    /// <param name="lines">At most so many.</param>
    public async Task<ContainerLog> TailAsync(ContainerDefinition definition, JsonObject task, int lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (LogDestination.Of(definition) is not { } destination) return new(definition.Name, null, null, [], LogDestination.WhyNone(definition));
        if (destination.StreamOf(task) is not { } stream)
            return new(definition.Name, destination.Group, null, [], $"Container '{definition.Name}' was not started, and has written nothing.");

        var found = await logs(destination.Region).GetLogEventsAsync(destination.Group, stream, lines, startFromHead: false, cancellationToken);
        var missing = found.Missing is null ? null : $"Container '{definition.Name}' has written nothing to log group '{destination.Group}', stream '{stream}': {found.Missing}";
        return new(definition.Name, destination.Group, stream, found.Events, missing);
    }
}
