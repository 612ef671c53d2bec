using System.Text;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>Tells how a group's rollout failed: what went wrong, and what each service has now.</summary>
internal sealed class GroupReport(EcsClient ecs, IReadOnlyList<GroupMove> moves)
{
    /// <summary>What goes with the services failed, and not one of them; else null.</summary>
    public CompanionFailure? Companion { get; init; }

    public async Task<RolloutException> WriteAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        if (Companion is not null) text.Append(Companion.Why).Append('\n');
        foreach (var move in moves.Where(move => move is { Failure: not null, WasGivenUp: false })) text.Append(move.Name).Append(": ").Append(move.Failure!.Message).Append('\n');
        foreach (var move in moves.Where(move => move.WasGivenUp && move.IsMoved)) text.Append(move.Name).Append(": ").Append(move.Failure?.Message).Append('\n');
        foreach (var move in moves.Where(move => move.BackFailure is not null)) text.Append(move.Name).Append(": ").Append(move.BackFailure!.Message).Append('\n');
        text.Append("The services now:");
        var runs = await ReadAsync(cancellation);
        foreach (var move in moves) text.Append("\n  ").Append(move.Name).Append(": ").Append(runs(move)).Append(", ").Append(How(move));
        if (Companion is not null) text.Append('\n').Append(Companion.Now);
        return new(Outcome(), text.ToString()) { Services = moves.ToDictionary(move => move.Name, How) };
    }

    private RolloutOutcome Outcome()
    {
        if (Companion is not null) return Companion.IsBack && !moves.Any(move => move.IsMoved) ? RolloutOutcome.RolledBack : RolloutOutcome.NotRolledBack;
        if (moves.All(move => move.Failure is null || move.IsOpen)) return RolloutOutcome.StillInProgress;
        return moves.Any(move => move.IsMoved) ? RolloutOutcome.NotRolledBack : RolloutOutcome.RolledBack;
    }

    private static string How(GroupMove move) => move switch
    {
        { Changes: false } => "unchanged",
        { Move.IsStarted: false } => "as before: it was not moved",
        { IsBack: true } => "as before",
        { IsOpen: true } => "still on its way",
        { BackFailure: not null } => "not rolled back",
        { Failure: null } => "the release",
        _ => "not rolled back",
    };

    /// <summary>What a service has, by ECS's own word.</summary>
    private async Task<Func<GroupMove, string>> ReadAsync(CancellationToken cancellation)
    {
        var found = new Dictionary<(string Cluster, string Service), string>();
        try
        {
            foreach (var cluster in moves.Select(move => move.Member.Request).GroupBy(request => request.Cluster))
            {
                foreach (var node in (await ecs.DescribeServicesAsync(cluster.Key, [.. cluster.Select(request => request.Service)], cancellation)).Found)
                    found[(cluster.Key, node.Text("serviceName") ?? "")] = RevisionName.Of(new ServiceDescription(node).TaskDefinition);
            }
        }
        catch (AwsException unread)
        {
            return _ => $"unknown ({unread.Message})";
        }

        return move => found.GetValueOrDefault((move.Member.Request.Cluster, move.Member.Request.Service)) ?? "no such service";
    }
}
