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
        var how = moves.ToDictionary(move => move.Name, move => How(move, runs(move).Revision));
        foreach (var move in moves) text.Append("\n  ").Append(move.Name).Append(": ").Append(runs(move).Text).Append(", ").Append(how[move.Name]);
        if (Companion is not null) text.Append('\n').Append(Companion.Now);
        var outcome = Outcome();
        if (Advice(outcome) is { } advice) text.Append('\n').Append(advice);
        return new(outcome, text.ToString()) { Services = how };
    }

    /// <summary>What a person does next, where the causes above do not say it; null where all have again what they had.</summary>
    private string? Advice(RolloutOutcome outcome)
    {
        if (outcome == RolloutOutcome.StillInProgress) return "Check with --target=Status until they have arrived; then --target=Deploy verifies the release and records it.";
        if (outcome != RolloutOutcome.NotRolledBack) return null;
        var stuck = moves.Where(move => move is { IsMoved: true, IsOpen: false } && (move.Failure ?? move.BackFailure) is not null).ToList();
        var returning = stuck.FindAll(move => move.Move.Before is not null).ConvertAll(move => move.Name);
        if (returning.Count > 0) return $"Correct the causes above, then deploy again (--target=Deploy), or bring {string.Join(" and ", returning)} to a release that works (--target=Rollback --service={string.Join(',', returning)}).";
        if (stuck.Count > 0) return "Correct the causes above, then deploy again (--target=Deploy).";
        return moves.Any(move => move is { Changes: true, IsMoved: true }) && moves.Any(move => move is { Changes: true, IsMoved: false })
            ? "The services run two releases: correct the causes above and deploy again (--target=Deploy), or bring back those that have the new one, too (--target=Rollback)."
            : null;
    }

    private RolloutOutcome Outcome()
    {
        if (Companion is not null) return Companion.IsBack && !moves.Any(move => move.IsMoved) ? RolloutOutcome.RolledBack : RolloutOutcome.NotRolledBack;
        if (moves.All(move => move.Failure is null || move.IsOpen)) return RolloutOutcome.StillInProgress;
        return moves.Any(move => move.IsMoved) ? RolloutOutcome.NotRolledBack : RolloutOutcome.RolledBack;
    }

    /// <param name="has">The revision that it has, as <c>family:revision</c>; null where nobody knows.</param>
    private static string How(GroupMove move, string? has) => move switch
    {
        { Changes: false } => "unchanged",
        { Move.IsStarted: false } => "as before: it was not moved",
        { IsBack: true } => "as before",
        { IsOpen: true } => "still on its way",
        { BackFailure: not null, Move.Before: null } => "created by this run",
        { BackFailure: not null } when has is not null && has != RevisionName.Of(move.Move.Revision) && has != move.Move.Before => "which somebody else has deployed",
        { BackFailure: not null } => "not rolled back",
        { Failure: null } => "the release",
        _ => "not rolled back",
    };

    /// <summary>What a service has, by ECS's own word.</summary>
    private async Task<Func<GroupMove, (string Text, string? Revision)>> ReadAsync(CancellationToken cancellation)
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
            return _ => ($"unknown ({unread.Message})", null);
        }

        return move => found.TryGetValue((move.Member.Request.Cluster, move.Member.Request.Service), out var revision) ? (revision, revision) : ("no such service", null);
    }
}
