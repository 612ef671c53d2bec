using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Batches;

/// <summary>
/// Looks at all services that are followed at the same time: the first caller that needs new data reads it for all of them, ten services a call. Nobody gets a look
/// twice, or one that began before the service was last changed, or long ago.
/// </summary>
internal sealed class Looks(EcsClient ecs, TimeProvider time)
{
    /// <summary>From one look to the next: services that are moved one after the other would each want its own.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Cluster, string Service), (int Number, Look? Look)> _seen = [];

    /// <summary>Tasks that have ended do not change any more, and are described once.</summary>
    private readonly ConcurrentDictionary<string, JsonObject> _ended = new();

    private Look? _last;
    private DateTimeOffset _begun;
    private int _number;

    /// <summary>The service as it is now; null when the cluster has no such service, or an inactive one only.</summary>
    public async Task<ServiceDescription?> ReadAsync(string cluster, string service, CancellationToken cancellation) =>
        (await (await NextAsync((cluster, service), cancellation)).Found.Value).GetValueOrDefault((cluster, service));

    /// <summary>The service's tasks that have stopped, as they were after <see cref="ReadAsync"/>.</summary>
    public async Task<IEnumerable<JsonObject>> StoppedAsync(string cluster, string service, CancellationToken cancellation)
    {
        Look? seen;
        lock (_gate) seen = _seen.GetValueOrDefault((cluster, service)).Look;
        return (await (seen ?? await NextAsync((cluster, service), cancellation)).Stopped(cluster)).Where(task => task.Text("group") == $"service:{service}");
    }

    /// <summary>The service was changed: what was read before says nothing about it.</summary>
    public void Renew(string cluster, string service)
    {
        lock (_gate) _seen[(cluster, service)] = (_number, null);
    }

    /// <summary>The service is not followed any longer.</summary>
    public void Leave(string cluster, string service)
    {
        lock (_gate) _seen.Remove((cluster, service));
    }

    private async Task<Look> NextAsync((string Cluster, string Service) key, CancellationToken cancellation)
    {
        for (; ; )
        {
            TimeSpan wait;
            lock (_gate)
            {
                var now = time.GetUtcNow();
                wait = Interval - (now - _begun);
                if (_last is null || !IsNewFor(key, now))
                {
                    _seen.TryAdd(key, default);
                    if (_last is null || wait <= TimeSpan.Zero) (_last, _begun) = (Begin([.. _seen.Keys], cancellation), now);
                }

                if (IsNewFor(key, now))
                {
                    _seen[key] = (_last.Number, _last);
                    return _last;
                }
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    [MemberNotNullWhen(true, nameof(_last))]
    private bool IsNewFor((string Cluster, string Service) key, DateTimeOffset now) =>
        _last is not null && _seen.TryGetValue(key, out var seen) && _last.Number > seen.Number && _last.Services.Contains(key) && now - _begun <= Longest;

    private Look Begin(HashSet<(string Cluster, string Service)> services, CancellationToken cancellation)
    {
        var found = new Lazy<Task<IReadOnlyDictionary<(string Cluster, string Service), ServiceDescription>>>(() => ServiceReader.FindAsync(ecs, services, cancellation));
        var stopped = new ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<JsonObject>>>>();
        return new(++_number, services, found, cluster => stopped.GetOrAdd(cluster, _ => new(() => ReadStoppedAsync(cluster, cancellation))).Value);
    }

    private async Task<IReadOnlyList<JsonObject>> ReadStoppedAsync(string cluster, CancellationToken cancellation)
    {
        var arns = await ecs.ListTasksAsync(cluster, new() { DesiredStatus = "STOPPED" }, cancellation);
        var described = await ecs.DescribeTasksAsync(cluster, [.. arns.Where(arn => !_ended.ContainsKey(arn))], cancellation);
        foreach (var task in described.Found.Where(task => task.Text("lastStatus") == "STOPPED")) _ended[task.Text("taskArn") ?? ""] = task;
        return [.. described.Found.Where(task => task.Text("lastStatus") != "STOPPED"), .. arns.Where(_ended.ContainsKey).Select(arn => _ended[arn])];
    }
}
