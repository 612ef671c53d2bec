using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Aws.Logs;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Polling;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Runs a command once, as a task of its own, and stays until it has ended.</summary>
/// <param name="logs">The client for a region (<c>AwsClients.LogsIn</c>); null is the region in use.</param>
/// <param name="progress">What happens to the task: a sentence for each change.</param>
/// <param name="output">What the command's container writes, while it runs.</param>
public sealed class OneOffTask(EcsClient ecs, Func<string?, LogsClient> logs, TimeProvider time, IProgress<string> progress, IProgress<LogLine> output)
{
    public const string StartedBy = "slipway";

    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    /// <summary>A task that was just started may not be known everywhere yet.</summary>
    private static readonly TimeSpan MissingLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long AWS may not answer before the task is left alone.</summary>
    private static readonly TimeSpan TroubleLimit = TimeSpan.FromMinutes(5);

    /// <summary>Lines of a container that has ended may be on their way.</summary>
    private const int LastLooks = 3;

    /// <summary>Runs it to its end. A cancellation stops the task.</summary>
    /// <exception cref="TaskDefinitionException">The task definition has no such container; nothing was started.</exception>
    /// <exception cref="OneOffException">ECS has forgotten the task, or never said whether it started one.</exception>
    public async Task<OneOffResult> RunAsync(OneOffRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var document = new TaskDefinitionDocument((await ecs.DescribeTaskDefinitionAsync(request.TaskDefinition, cancellation)).Document);
        var container = document.Containers.FirstOrDefault(one => one.Name == request.Container) ?? throw new TaskDefinitionException(
            $"Task definition '{request.TaskDefinition}' has no container '{request.Container}'; it has {string.Join(", ", document.Containers.Select(one => one.Name))}.");
        if (LogDestination.Of(container) is null) progress.Report(LogDestination.WhyNone(container));

        var (started, obstacle) = request.Underway is { } underway ? (underway, "") : await new OneOffStart(ecs, time, progress).RunAsync(request.ToJson(StartedBy), cancellation);
        if (started is not { } arn) return new(null, null, null, obstacle, null, null);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report($"{(request.Underway is null ? "Started task" : "An earlier run has started task")} {TaskId.Of(arn)} of {TaskId.Of(request.TaskDefinition)}: container '{request.Container}' runs: {CommandText.Of(request.Command)}");
            return await FollowAsync(request, container, arn, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await StopAsync(request, arn, "Cancelled by who started it");
            throw;
        }
    }

    private async Task<OneOffResult> FollowAsync(OneOffRequest request, ContainerDefinition container, string arn, CancellationToken cancellation)
    {
        var (begin, status, timedOut, endurance) = (time.GetTimestamp(), "", false, new OutageTolerance(time, TroubleLimit));
        StreamFollower? lines = null;
        for (var interval = FirstInterval; ; interval = Longer(interval))
        {
            try
            {
                var task = await FindAsync(request.Cluster, arn, begin, cancellation);
                lines ??= task is null ? null : Follower(container, task);
                await ShowAsync(lines, container, arn, cancellation);
                status = ShowStatus(task, arn, status);
                if (status == "STOPPED") return await EndedAsync(lines, container, task!, timedOut, cancellation);
                endurance.Recover();
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                progress.Report($"Asking again: {failure.Message}");
            }

            if (!timedOut && request.Timeout is { } limit && time.GetElapsedTime(begin) >= limit)
            {
                timedOut = true;
                await StopAsync(request, arn, $"Not done after {limit.TotalSeconds:0} s");
            }

            await Task.Delay(interval, time, cancellation);
        }
    }

    private async Task<JsonObject?> FindAsync(string cluster, string arn, long begin, CancellationToken cancellation)
    {
        var task = (await ecs.DescribeTasksAsync(cluster, [arn], cancellation)).Found is [var found, ..] ? found : null;
        return task is null && time.GetElapsedTime(begin) > MissingLimit
            ? throw new OneOffException($"ECS no longer knows task {arn}: how it ended cannot be told. Check its log before the command is run again.")
            : task;
    }

    private string ShowStatus(JsonObject? task, string arn, string before)
    {
        var status = task?.Text("lastStatus") ?? before;
        if (status != before) progress.Report($"Task {TaskId.FirstDigits(arn)} is {status}");
        return status;
    }

    private async Task<OneOffResult> EndedAsync(StreamFollower? lines, ContainerDefinition container, JsonObject task, bool timedOut, CancellationToken cancellation)
    {
        for (var look = 0; look < LastLooks && lines is not null; look++)
        {
            await Task.Delay(FirstInterval, time, cancellation);
            await ShowAsync(lines, container, task.Text("taskArn") ?? "", cancellation);
        }

        return StoppedTask.Read(task, container.Name, timedOut);
    }

    private StreamFollower? Follower(ContainerDefinition container, JsonObject task) =>
        LogDestination.Of(container) is { } destination && destination.StreamOf(task) is { } stream ? new(logs(destination.Region), destination.Group, stream) : null;

    private async Task ShowAsync(StreamFollower? lines, ContainerDefinition container, string arn, CancellationToken cancellation)
    {
        if (lines is null) return;
        foreach (var entry in await lines.ReadAsync(cancellation)) output.Report(new(entry.Timestamp, TaskId.Of(arn), container.Name, entry.Message));
    }

    private async Task StopAsync(OneOffRequest request, string arn, string reason)
    {
        using var limit = new CancellationTokenSource(StopLimit, time);
        try
        {
            progress.Report($"{reason}: stopping task {TaskId.Of(arn)}");
            await ecs.StopTaskAsync(request.Cluster, arn, reason, limit.Token);
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            progress.Report($"Task {arn} could not be stopped and continues: {failure.Message} Stop it: aws ecs stop-task --cluster {request.Cluster} --task {TaskId.Of(arn)}");
        }
    }

    private static TimeSpan Longer(TimeSpan interval) => interval * 1.5 < LongestInterval ? interval * 1.5 : LongestInterval;
}
