using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Logs.Containers;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>The logs of a task's containers, on their way to CloudWatch Logs.</summary>
public sealed class TaskLogs(IContainerLogs logs)
{
    /// <summary>Checks the log groups before anything is started.</summary>
    /// <exception cref="TaskRuntimeException"><c>ResourceInitializationError</c>: a group is not there.</exception>
    public async Task PrepareAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            foreach (var options in task.Definition.Containers.Select(AwsLogsOptions.Of).OfType<AwsLogsOptions>())
                await logs.PrepareAsync(options.Group, options.CreatesGroup, cancellationToken);
        }
        catch (AwsErrorException refused)
        {
            throw new TaskRuntimeException(
                "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
                + $"failed to create Cloudwatch log stream: {refused.Code}: {refused.Message} : exit status 1",
                refused);
        }
    }

    /// <summary>Begins to follow a container that has started.</summary>
    public void Follow(TaskSnapshot task, string container, string runtimeId)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (AwsLogsOptions.Of(task.Container(container)) is { } options)
            logs.Follow(task.Id, runtimeId, new(options.Group, options.Stream(task.Id, container) ?? runtimeId));
    }

    /// <summary>Waits for the last lines of a task whose containers have ended.</summary>
    public Task DrainAsync(string taskId, CancellationToken cancellationToken) => logs.DrainAsync(taskId, cancellationToken);
}
