using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Aws.Logs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Logs;

/// <summary>
/// The log lines of a service: of the tasks that it runs, and of those that ECS still knows, which is about an hour after they stopped.
/// </summary>
/// <param name="logs">The client for a region (<c>AwsClients.LogsIn</c>); null is the region in use.</param>
/// <param name="since">The first moment.</param>
public sealed class ServiceLogs(EcsClient ecs, Func<string?, LogsClient> logs, string cluster, string service, DateTimeOffset since)
{
    private readonly Dictionary<string, IReadOnlyList<ContainerDefinition>> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<LogSource, GroupFollower> _sources = [];
    private readonly Dictionary<(LogSource Source, string Stream), (string Task, string Container)> _streams = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Finds tasks that were started since the last look.</summary>
    /// <returns>How many tasks are known now.</returns>
    /// <exception cref="Slipway.Aws.AwsException">with code <c>ServiceNotFoundException</c> or <c>ClusterNotFoundException</c>, among others</exception>
    public async Task<int> FindTasksAsync(CancellationToken cancellationToken)
    {
        var filter = new TaskFilter { ServiceName = service };
        var running = await ecs.ListTasksAsync(cluster, filter, cancellationToken);
        var stopped = await ecs.ListTasksAsync(cluster, filter with { DesiredStatus = "STOPPED" }, cancellationToken);
        var found = await ecs.DescribeTasksAsync(cluster, [.. running.Concat(stopped).Distinct().Where(arn => !_known.Contains(arn))], cancellationToken);
        foreach (var task in found.Found) await AddAsync(task, cancellationToken);
        return _known.Count;
    }

    /// <summary>What their containers wrote since the last reading.</summary>
    public async Task<LogReading> ReadAsync(CancellationToken cancellationToken)
    {
        var (lines, remarks) = (new List<LogLine>(), _remarks.Where(_told.Add).ToList());
        _remarks.Clear();
        foreach (var (source, follower) in _sources)
        {
            var found = await follower.ReadAsync(cancellationToken);
            if (found.Missing is { } missing && source.Stream is null && _told.Add($"{source}"))
                remarks.Add($"Nothing was written to log group '{source.Group}'{(source.Region is null ? "" : $" in {source.Region}")} yet: {missing}");
            foreach (var entry in found.Events)
            {
                if (_streams.TryGetValue((source, entry.Stream), out var writer)) lines.Add(new(entry.Timestamp, writer.Task, writer.Container, entry.Message));
            }
        }

        return new([.. lines.OrderBy(line => line.Time)], remarks);
    }

    private async Task AddAsync(JsonObject task, CancellationToken cancellationToken)
    {
        var (arn, complete) = (task.Text("taskArn") ?? "", true);
        foreach (var container in await ContainersAsync(task.Text("taskDefinitionArn") ?? "", cancellationToken))
        {
            if (LogDestination.Of(container) is not { } destination) _remarks.Add(LogDestination.WhyNone(container));
            else if (destination.StreamOf(task) is { } stream) Add(destination, stream, TaskId.Of(arn));
            else complete = task.Text("lastStatus") == "STOPPED";
        }

        if (complete) _known.Add(arn);
    }

    private void Add(LogDestination destination, string stream, string task)
    {
        // By prefix, since a stream that does not exist yet would be refused by its name.
        var source = new LogSource(destination.Region, destination.Group, destination.CommonPrefix, destination.CommonPrefix is null ? stream : null);
        _streams[(source, stream)] = (task, destination.Container);
        if (!_sources.ContainsKey(source)) _sources[source] = new(logs(source.Region), source.Group, source.Filter, since);
    }

    private async Task<IReadOnlyList<ContainerDefinition>> ContainersAsync(string taskDefinition, CancellationToken cancellationToken)
    {
        if (_definitions.TryGetValue(taskDefinition, out var known)) return known;
        var revision = await ecs.DescribeTaskDefinitionAsync(taskDefinition, cancellationToken);
        return _definitions[taskDefinition] = new TaskDefinitionDocument(revision.Document).Containers;
    }

    /// <summary>What one call to CloudWatch Logs covers: all streams of a prefix, or one.</summary>
    private sealed record LogSource(string? Region, string Group, string? Prefix, string? Stream)
    {
        public LogFilter Filter => Stream is null ? new() { StreamPrefix = Prefix } : new() { Streams = [Stream] };
    }
}
