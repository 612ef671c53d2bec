using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Logs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Starts one task, and knows of it also when it is cancelled meanwhile.</summary>
internal sealed class OneOffStart(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    private const string ListTasks = $"aws ecs list-tasks --started-by {OneOffTask.StartedBy}";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <returns>The task's ARN, or why ECS could not place it.</returns>
    /// <exception cref="OneOffException">ECS never answered: the task may run.</exception>
    public async Task<(string? Arn, string Obstacle)> RunAsync(JsonObject request, CancellationToken cancellation)
    {
        // A call that is cancelled may have reached ECS all the same: it is let to its end, to know what is to be stopped.
        var starting = ecs.RunTaskAsync(request, CancellationToken.None);
        EcsLookup started;
        try
        {
            started = await starting.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            started = await AfterAllAsync(starting, cancellation);
        }
        catch (AwsException failure) when (failure.Kind is AwsFailure.ServerFault or AwsFailure.Unreachable)
        {
            throw new OneOffException($"It cannot be told whether the task was started. {failure.Message} Look for it before the command is run again: {ListTasks}");
        }

        return started.Found.Count > 0 ? (started.Found[0].Text("taskArn"), "") : (null, WhyNotPlaced(started));
    }

    private async Task<EcsLookup> AfterAllAsync(Task<EcsLookup> starting, CancellationToken cancellation)
    {
        try
        {
            return await starting.WaitAsync(Limit, time, CancellationToken.None);
        }
        catch (Exception failure) when (failure is AwsException or TimeoutException)
        {
            progress.Report(
                $"Cancelled while the task was being started, and it cannot be told whether it was ({failure.Message}): look for it with {ListTasks}");
            throw new OperationCanceledException(failure.Message, failure, cancellation);
        }
    }

    private static string WhyNotPlaced(EcsLookup started) => started.Failures.Count == 0
        ? "ECS started no task and gave no reason"
        : string.Join("; ", started.Failures.Select(failure => $"{failure.Reason}{(failure.Detail is null ? "" : $" ({failure.Detail})")} on {TaskId.Of(failure.Arn)}").Distinct());
}
