using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Schedules;

/// <summary>Reads schedules, and changes none.</summary>
public sealed class ScheduleReader(AwsClients aws)
{
    /// <summary>Null when there is no such schedule.</summary>
    public async Task<ScheduleDocument?> FindAsync(WantedSchedule schedule, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return await aws.Schedules.FindAsync(schedule.Group, schedule.ScheduleName, cancellation) is { } node ? new(node) : null;
    }

    /// <summary>What it runs, and what its service runs.</summary>
    public async Task<ScheduleStatus> StatusAsync(WantedSchedule schedule, CancellationToken cancellation)
    {
        var (found, service) = (await FindAsync(schedule, cancellation), await ServiceAsync(schedule, cancellation));
        var runs = service is null ? null : ServicePlacement.TaskDefinitionOf(service);
        return found is null ? new(schedule, null, runs) : new(schedule, found.TaskDefinition, runs, found.Expression, found.TimeZone, found.IsEnabled);
    }

    /// <summary>How it would change at what its service runs.</summary>
    /// <returns>Null when there is no such schedule.</returns>
    public async Task<IReadOnlyList<Difference>?> CompareAsync(WantedSchedule schedule, CancellationToken cancellation)
    {
        if (await FindAsync(schedule, cancellation) is not { RunsTasks: true } found) return null;
        var revision = await ServiceAsync(schedule, cancellation) is { } service ? ServicePlacement.TaskDefinitionOf(service) : found.TaskDefinition;
        var (before, after) = (Leaves(found.ToRequest(), ""), Leaves(found.At(revision, schedule), ""));
        return [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path)).Select(path => new Difference(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))];
    }

    private async Task<JsonObject?> ServiceAsync(WantedSchedule schedule, CancellationToken cancellation) =>
        (await aws.Ecs.DescribeServicesAsync(schedule.Cluster, [schedule.EcsService], cancellation)).Found.FirstOrDefault(service => service.Text("status") == "ACTIVE");

    /// <summary>What is no object, by its path.</summary>
    private static Dictionary<string, string> Leaves(JsonObject node, string before) => node
        .SelectMany(member => member.Value is JsonObject inner ? Leaves(inner, $"{before}{member.Key}.") : Enumerable.Repeat(KeyValuePair.Create(before + member.Key, Canonical.Text(member.Value)), 1)).ToDictionary();
}
