using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>Tells of containers that have ended and that their tasks can do without: the deployment is complete all the same.</summary>
internal sealed class EndedContainers(EcsClient ecs, IProgress<string> progress)
{
    private static readonly string[] Awaited = ["COMPLETE", "SUCCESS"];

    /// <summary>One line for each container, exit code and reason. What cannot be read is left out: nothing depends on it.</summary>
    public async Task ReportAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        var containers = request.TaskDefinition.Containers;
        var optional = containers.Where(container => !container.Essential).Select(container => container.Name).ToHashSet();
        if (optional.Count == 0) return;
        var awaited = containers.SelectMany(container => container.DependsOn).Where(dependency => Awaited.Contains(dependency.Condition)).Select(dependency => dependency.ContainerName).ToHashSet();
        var tasks = await ReadAsync(request, revision, cancellation);
        var ended = tasks.SelectMany(task => task.Objects("containers"))
            .Where(container => container.Text("lastStatus") == "STOPPED" && optional.Contains(container.Text("name") ?? ""))
            .Select(container => (Name: container.Text("name")!, ExitCode: container.Number("exitCode"), Reason: container.Text("reason") ?? ""))
            // Another container waits for its end.
            .Where(container => container.ExitCode != 0 || !awaited.Contains(container.Name));
        foreach (var alike in ended.GroupBy(container => container)) progress.Report(Text(alike.Key, alike.Count(), tasks.Count));
    }

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        try
        {
            var arns = await ecs.ListTasksAsync(request.Cluster, new() { ServiceName = request.Service }, cancellation);
            if (arns.Count == 0) return [];
            var described = await ecs.DescribeTasksAsync(request.Cluster, arns, cancellation);
            return [.. described.Found.Where(task => task.Text("taskDefinitionArn") == revision && task.Text("lastStatus") == "RUNNING")];
        }
        catch (AwsException)
        {
            return [];
        }
    }

    private static string Text((string Name, int? ExitCode, string Reason) container, int count, int tasks)
    {
        var how = container.ExitCode is { } code ? $"has ended with exit code {code}" : "did not run";
        var reason = container.Reason.Length == 0 ? "" : $" ({container.Reason})";
        return $"Container '{container.Name}' {how} in {count} of {tasks} tasks{reason}. It is not essential, so the service runs without it; --target=Logs shows what it wrote.";
    }
}
