using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;

namespace Slipway.Ecs.Schedules;

/// <summary>Brings the schedules of an environment to what its services run, all or none.</summary>
public sealed class ScheduleRollout(AwsClients aws, IReadOnlyList<WantedSchedule> wanted) : IReleaseCompanion
{
    private readonly List<ScheduleMove> _moves = [.. wanted.Select(one => new ScheduleMove(aws.Schedules, one))];

    public async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var move in _moves) await move.ReadAsync(cancellation);
    }

    public async Task MoveAsync(IReadOnlyDictionary<string, string> revisions, IProgress<string> progress, CancellationToken cancellation)
    {
        foreach (var move in _moves)
        {
            try
            {
                await move.MoveAsync(revisions[move.Wanted.Service], () => PlacementAsync(move.Wanted, cancellation), progress, cancellation);
            }
            catch (AwsException refused)
            {
                throw new RolloutException(RolloutOutcome.NotRolledBack, $"{move.Wanted.Place}: schedule '{move.Wanted.Name}' ({move.Wanted.ScheduleName}) could not be brought to {RevisionName.Of(revisions[move.Wanted.Service])}. {refused.Message}");
            }
        }
    }

    public async Task<bool> GoBackAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var areBack = true;
        foreach (var move in Enumerable.Reverse(_moves)) areBack &= await move.GoBackAsync(progress, cancellation);
        return areBack;
    }

    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        var lines = new List<string> { "The schedules now:" };
        foreach (var move in _moves) lines.Add($"  {move.Wanted.Name}: {await move.DescribeAsync(cancellation)}");
        return string.Join('\n', lines);
    }

    /// <summary>Where the service's tasks run.</summary>
    private async Task<JsonObject> PlacementAsync(WantedSchedule schedule, CancellationToken cancellation) =>
        (await aws.Ecs.DescribeServicesAsync(schedule.Cluster, [schedule.EcsService], cancellation)).Found is [var service, ..] ? ServicePlacement.Of(service) : [];
}
