using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Exec;
using Slipway.Ecs.Logs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Exec;

/// <summary>The task of the environment's service that a session is opened in.</summary>
internal static class ExecTask
{
    private const int Shown = 10;

    /// <param name="asked">The value of <c>--task</c>, or null for the one that started last.</param>
    /// <exception cref="RunFailedException">None runs, or none is like that; exit code 3 or 2.</exception>
    public static async Task<JsonObject> RequireAsync(AwsClients clients, Settings settings, string? asked, CancellationToken cancellation)
    {
        var (cluster, service) = settings.Service.RequireService();
        var arns = await clients.Ecs.ListTasksAsync(cluster, new() { ServiceName = service }, cancellation);
        var tasks = (await clients.Ecs.DescribeTasksAsync(cluster, arns, cancellation)).Found;
        if (TaskChoice.Of(tasks, asked) is { } task) return task;
        var running = TaskChoice.Running(tasks).Select(TaskId.Of).ToList();
        if (running.Count == 0)
            throw new RunFailedException(ExitCodes.Prerequisite, $"No task of service '{service}' in cluster '{cluster}' is running, so there is no container for a session. {Options.Target}=Status shows why.");
        throw new RunFailedException(
            ExitCodes.Configuration,
            $"{Options.Task}: '{asked}' is not one running task of service '{service}'. Running are {string.Join(", ", running.Take(Shown))}{(running.Count > Shown ? $" and {running.Count - Shown} more" : "")}.");
    }
}
