using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Containers;

/// <summary>Brings what containers write to CloudWatch Logs, as the log driver <c>awslogs</c> does.</summary>
public interface IContainerLogs
{
    /// <summary>A label of containers whose lines are followed: the log group.</summary>
    const string GroupLabel = "slipway.log-group";

    /// <summary>The log stream; a container without this label has its own id as the stream.</summary>
    const string StreamLabel = "slipway.log-stream";

    /// <summary>The id of the task that a container belongs to.</summary>
    const string TaskLabel = "slipway.task";

    /// <summary>Checks whether the group is there, and makes it where that is wanted.</summary>
    /// <param name="create">Whether the task definition wants it made (<c>awslogs-create-group</c>).</param>
    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    Task PrepareAsync(string group, bool create, CancellationToken cancellationToken);

    /// <summary>Begins to follow a container that has started; returns at once.</summary>
    /// <param name="taskId">The task whose end waits for its last lines.</param>
    void Follow(string taskId, string containerId, LogDestination destination);

    /// <summary>Waits until the last lines of a task's containers, which have ended, are stored; after a time it gives up and says so in the log.</summary>
    Task DrainAsync(string taskId, CancellationToken cancellationToken);
}
