namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>Gives the services of a group back what they had, because the run was cancelled, and tells how each was left. Waits for none of them.</summary>
/// <param name="moves">All services of the group.</param>
/// <param name="progress">Gets a line whenever something changes.</param>
internal sealed class GroupCancellation(IReadOnlyList<GroupMove> moves, IProgress<string> progress)
{
    /// <param name="started">Those that were moved, in the order of their starts.</param>
    /// <param name="leaveAtOnce">Cancels that, too.</param>
    public async Task TakeBackAsync(IEnumerable<GroupMove> started, CancellationToken leaveAtOnce)
    {
        foreach (var move in started.Reverse().Where(move => move.IsMoved))
        {
            if (move.IsGoingBack) progress.Report($"{move.Name}: service '{move.Member.Request.Service}' is on its way back; this run does not wait for it");
            else await move.TakeBackAsync(leaveAtOnce);
        }

        if (moves.Any(move => move.Move.IsStarted)) progress.Report($"Cancelled. The services:{string.Concat(moves.Select(move => $"\n  {move.Name}: {How(move)}"))}\nCheck them with --target=Status, since this run does not wait for them.");
    }

    private static string How(GroupMove move) => move switch
    {
        { Changes: false } => $"{move.Move.Before}, unchanged",
        { Move.IsStarted: false } => $"{move.Move.Before ?? "no such service"}, as before: it was not moved",
        { IsBack: true } => $"{move.Move.Before}, as before",
        { IsGoingBack: true, Move.Before: null } => "is being deleted, since this run created it",
        { IsGoingBack: true } => $"on its way back to {move.Move.Before}",
        _ => $"not rolled back: it may have {RevisionName.Of(move.Move.Revision)}",
    };
}
