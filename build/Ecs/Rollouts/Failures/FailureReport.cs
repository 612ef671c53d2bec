using System.Text;
using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>
/// Says in one place why a deployment failed: likely causes with their remedies, the stopped tasks with their reasons and exit codes, the
/// last lines of the containers that failed, the targets' health, and the service's last events.
/// </summary>
internal sealed class FailureReport(AwsClients aws, StoppedTasks stopped)
{
    private const int MostCauses = 3;
    private const int MostTasks = 3;
    private const int MostEvents = 5;
    private const int MostTargets = 4;
    private const int MostLines = 10;

    private readonly ContainerLogs _logs = new(aws.LogsIn);
    private readonly TargetHealthReading _targets = new(aws.Query(AwsService.LoadBalancing));

    /// <summary>What cannot be read is said in its place: the report is about another failure, which must not be lost for want of details.</summary>
    /// <param name="events">Of the service, since the deployment began.</param>
    public async Task<string> WriteAsync(RolloutRequest request, ServiceDescription service, string revision, IReadOnlyList<string> events, string headline, CancellationToken cancellation)
    {
        var unread = new List<string>();
        var tasks = await TryAsync("The stopped tasks", () => stopped.ReadAsync(request.Cluster, request.Service, revision, cancellation), unread);
        var targets = await TryAsync("The health of the targets", () => _targets.ReadAsync(service.Node, cancellation), unread);
        return Text(new(headline, tasks, events, [.. targets.Where(target => target.State is not ("healthy" or "draining" or "unused"))], await LogsAsync(request, tasks, unread, cancellation)), unread);
    }

    /// <summary>What the containers wrote last that failed in the task that stopped last.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> LogsAsync(RolloutRequest request, IReadOnlyList<StoppedTask> tasks, List<string> unread, CancellationToken cancellation)
    {
        var lines = new Dictionary<string, IReadOnlyList<string>>();
        if (tasks.FirstOrDefault(task => task.HasFailed) is not { } task) return lines;
        foreach (var container in task.Containers.Where(container => container.HasFailed))
        {
            if (request.TaskDefinition.Containers.FirstOrDefault(known => known.Name == container.Name) is not { } definition) continue;
            lines[container.Name] = await TryAsync<string>($"The log of container '{container.Name}'", async () =>
            {
                var log = await _logs.TailAsync(definition, task.Document, MostLines, cancellation);
                return log.WhyNone is { } why ? [$"({why})"] : [.. log.Lines.Select(line => line.Message.TrimEnd())];
            }, unread);
        }

        return lines;
    }

    private static string Text(FailureFacts facts, List<string> unread)
    {
        var text = new StringBuilder(facts.Headline);
        var causes = Diagnosis.Rank(facts);
        for (var index = 0; index < Math.Min(causes.Count, MostCauses); index++)
            text.Append(index == 0 ? "\n  likely cause: " : "\n  or: ").Append(causes[index]);
        foreach (var alike in facts.Tasks.Where(task => task.HasFailed).GroupBy(task => task.Signature).Take(MostTasks)) Write(text, alike.First(), alike.Count());
        foreach (var (container, lines) in facts.Logs) text.AppendJoin("", lines.Prepend($"last lines of container {container}:").Select((line, index) => $"\n{(index == 0 ? "  " : "    | ")}{line}"));
        foreach (var target in facts.Targets.Take(MostTargets)) text.Append("\n  ").Append(target);
        foreach (var message in facts.Events.TakeLast(MostEvents)) text.Append("\n  event: ").Append(message);
        foreach (var what in unread) text.Append("\n  ").Append(what);
        return text.ToString();
    }

    private static void Write(StringBuilder text, StoppedTask task, int count)
    {
        text.Append("\n  task ").Append(task.Id).Append(": ").Append(task.StopCode).Append(' ').Append(task.Reason);
        if (count > 1) text.Append(" (").Append(count).Append(" tasks alike)");
        foreach (var container in Telling(task)) text.Append("\n    ").Append(container);
    }

    /// <summary>The others only ended with these.</summary>
    private static IEnumerable<StoppedContainer> Telling(StoppedTask task)
    {
        var failed = task.Containers.Where(container => container.HasFailed || container.Reason.Length > 0).ToList();
        return failed.Count > 0 ? failed : task.Containers.Where(container => container.IsNotable);
    }

    private static async Task<IReadOnlyList<T>> TryAsync<T>(string what, Func<Task<IReadOnlyList<T>>> read, List<string> unread)
    {
        try
        {
            return await read();
        }
        catch (AwsException unknown)
        {
            unread.Add($"{what} could not be read: {unknown.Message}");
            return [];
        }
    }
}
