using System.Runtime.ExceptionServices;
using Slipway.Aws;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts.Batches;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>
/// Brings several services to one release, all or none: all are checked and registered before the first is moved; then they are moved at the same time, in the
/// order that some of them ask for. When one fails, those that were moved go back to what they ran, in the opposite order.
/// </summary>
/// <param name="progress">Gets a line whenever something changes, with the service's name before it.</param>
public sealed class GroupRollout(AwsClients aws, TimeProvider time, IProgress<string> progress)
{
    private readonly Lock _gate = new();
    private readonly GroupCalls _calls = new(aws.Ecs, time);

    /// <summary>In the order of their starts, so that each comes behind those that it comes after.</summary>
    private readonly List<GroupMove> _started = [];

    /// <summary>The first that has failed.</summary>
    private string? _failed;

    /// <summary>Someone who watches a service, by its name.</summary>
    public Func<string, IRolloutView?> View { get; init; } = _ => null;

    /// <summary>
    /// Returns when all services run the release and it is verified. When this is cancelled before that, they are given back what they ran. Revisions that are
    /// released are tagged so.
    /// </summary>
    /// <param name="members">Their order by <see cref="GroupMember.After"/> has no circles.</param>
    /// <returns>The result of each service, by its name.</returns>
    /// <exception cref="RolloutException">
    /// Refused, when no service was touched; rolled back, when all have what they had before; still in progress; or not rolled back. The message says what each has.
    /// </exception>
    /// <exception cref="AwsException">AWS refused a call, and no service was touched.</exception>
    /// <remarks>What a step throws is thrown here; after a failed verification the services are left as they are.</remarks>
    public async Task<IReadOnlyDictionary<string, RolloutResult>> RunAsync(IReadOnlyList<GroupMember> members, GroupSteps steps, CancellationToken cancellation)
    {
        await _calls.ReadAsync([.. members.Select(member => member.Request)], cancellation);
        var moves = members.Select(member => MoveOf(member, steps)).ToList();
        await AllAsync(moves, move => move.Move.PrepareAsync(cancellation), cancellation);
        if (steps.Companion is { } companion) await companion.CheckAsync(cancellation);
        var changed = moves.FindAll(move => move.Changes);
        await AllAsync(changed, move => move.Member.Check(move.Member.Request.TaskDefinition, cancellation), cancellation);
        await RegisterAsync(changed, cancellation);
        if (changed.Count > 0) await steps.BeforeRollout(changed.ToDictionary(move => move.Name, move => move.Move.Revision), cancellation);
        try
        {
            await MoveAsync(moves, changed, steps, cancellation);
            var results = moves.ToDictionary(move => move.Name, move => move.Result!);
            if (changed.TrueForAll(move => move.Member.Request.Follows)) await ReleaseAsync(moves, results, steps, cancellation);
            return results;
        }
        catch (OperationCanceledException) when (steps.MayTakeBack())
        {
            await CompanionFailure.TakeBackAsync(steps.Companion, progress, time, steps.LeaveAtOnce);
            await new GroupCancellation(moves, progress).TakeBackAsync(_started, steps.LeaveAtOnce);
            throw;
        }
    }

    private GroupMove MoveOf(GroupMember member, GroupSteps steps)
    {
        GroupMove? move = null;
        var request = member.Request with { GivesUp = () => WhyGivenUp(move!, steps) };
        return move = new(member, new(aws, time, new NamedProgress(member.Name, progress), request, _calls) { View = View(member.Name) });
    }

    private string? WhyGivenUp(GroupMove move, GroupSteps steps)
    {
        if (!Stops(steps, move)) return null;
        move.WasGivenUp = true;
        return $"service '{_failed}' failed.";
    }

    /// <summary>Whether the failure of another ends the deployment of one.</summary>
    private bool Stops(GroupSteps steps, GroupMove move)
    {
        lock (_gate) return _failed is not null && _failed != move.Name && !steps.KeepsOthers && move.Member.Request.RollsBack;
    }

    private async Task RegisterAsync(List<GroupMove> moves, CancellationToken cancellation)
    {
        try
        {
            await AllAsync(moves, move => move.Move.RegisterAsync(cancellation), cancellation);
        }
        catch (AwsException)
        {
            foreach (var move in moves) await move.Move.WithdrawAsync();
            throw;
        }
    }

    private async Task MoveAsync(List<GroupMove> all, List<GroupMove> changed, GroupSteps steps, CancellationToken cancellation)
    {
        var byName = all.ToDictionary(move => move.Name);
        foreach (var move in changed) move.Earlier = [.. Earlier(move, byName)];
        await Task.WhenAll(changed.Select(move => MoveAsync(move, steps, cancellation)));
        if (changed.TrueForAll(move => move is { Failure: null, Result: not null })) return;
        if (_failed is not null && !steps.KeepsOthers && changed.TrueForAll(move => move.Member.Request.RollsBack)) await GoBackAsync(cancellation);
        foreach (var move in changed.Where(move => !move.Move.IsStarted)) await move.Move.WithdrawAsync();
        if (_started is [{ WasRefused: true, Failure: { } refused }]) ExceptionDispatchInfo.Throw(refused);
        throw await new GroupReport(aws.Ecs, all).WriteAsync(cancellation);
    }

    /// <summary>Those that are moved before one, also behind those that do not change.</summary>
    private static IEnumerable<GroupMove> Earlier(GroupMove move, Dictionary<string, GroupMove> all) =>
        move.Member.After.Where(all.ContainsKey).SelectMany(name => all[name] is { Changes: true } earlier ? [earlier] : Earlier(all[name], all)).Distinct();

    private async Task MoveAsync(GroupMove move, GroupSteps steps, CancellationToken cancellation)
    {
        try
        {
            foreach (var earlier in move.Earlier)
            {
                if (!await earlier.End.WaitAsync(cancellation)) return;
            }

            if (!TryBegin(move, steps)) return;
            await move.RunAsync(cancellation);
            if (move is not { Failure: null } and not { IsOpen: true }) Fail(move);
        }
        finally
        {
            move.Close();
        }
    }

    private bool TryBegin(GroupMove move, GroupSteps steps)
    {
        lock (_gate)
        {
            if (_failed is not null && !steps.KeepsOthers) return false;
            _started.Add(move);
            return true;
        }
    }

    private void Fail(GroupMove move)
    {
        lock (_gate) _failed ??= move.Name;
    }

    private async Task GoBackAsync(CancellationToken cancellation)
    {
        var backs = new Dictionary<string, Task>();
        foreach (var move in Enumerable.Reverse(_started).Where(move => move is { IsMoved: true, Failure: null }))
        {
            var later = _started.Where(other => other.Earlier.Contains(move)).Select(other => backs.GetValueOrDefault(other.Name) ?? Task.CompletedTask).ToList();
            backs[move.Name] = BackAsync(move, later);
        }

        await Task.WhenAll(backs.Values);

        async Task BackAsync(GroupMove move, List<Task> later)
        {
            await Task.WhenAll(later);
            await move.GoBackAsync(cancellation);
        }
    }

    private async Task ReleaseAsync(List<GroupMove> moves, Dictionary<string, RolloutResult> results, GroupSteps steps, CancellationToken cancellation)
    {
        foreach (var (name, result) in results.Where(result => result.Value.WantsNone))
            progress.Report($"{name}: has {result.TaskDefinition} and wants no tasks (desiredCount 0): nothing of it runs");
        var isVerified = results.Values.Any(result => !result.WantsNone);
        if (isVerified) await steps.Verify(results, cancellation);
        if (steps.Companion is { } companion) await MoveCompanionAsync(companion, moves, results, steps, cancellation);
        // Not cancelled: some would be recorded as released, and all would go back.
        await NoteAsync(moves, steps, isVerified, CancellationToken.None);
    }

    /// <summary>What the release did not change is noted with what it did; where it changed nothing, with the first.</summary>
    private async Task NoteAsync(List<GroupMove> moves, GroupSteps steps, bool isVerified, CancellationToken cancellation)
    {
        var unchanged = moves.Where(move => !move.Changes).Select(move => move.Result!.TaskDefinition).Concat(steps.Aside).ToList();
        var (tags, rest) = ReleaseParts.ToTags(ReleaseParts.Tag, steps.Build ?? "", steps.Build is null ? [] : unchanged, moves.Max(move => move.Member.Request.TaskDefinition.Tags.Count));
        await AllAsync(moves, move => move.Move.NoteReleasedAsync(move.Result!, cancellation, isVerified, tags), cancellation);
        if (steps.Build is not { } build) return;
        if (!moves.Exists(move => move.Changes)) await moves[0].Move.NoteUnchangedAsync(moves[0].Result!.TaskDefinition, build, steps.Commit, [.. unchanged.Skip(1)], cancellation);
        else foreach (var revision in rest) await moves[0].Move.NoteUnchangedAsync(revision, build, steps.Commit, [], cancellation);
    }

    /// <summary>When not all of it can be moved, all goes back, the services with it.</summary>
    private async Task MoveCompanionAsync(IReleaseCompanion companion, List<GroupMove> moves, Dictionary<string, RolloutResult> results, GroupSteps steps, CancellationToken cancellation)
    {
        var goesBack = !steps.KeepsOthers && moves.TrueForAll(move => move.Member.Request.RollsBack);
        if (await CompanionFailure.TryMoveAsync(companion, results.ToDictionary(result => result.Key, result => result.Value.TaskDefinition), goesBack, progress, cancellation) is not { } failure) return;
        if (goesBack) await GoBackAsync(cancellation);
        throw await new GroupReport(aws.Ecs, moves) { Companion = failure }.WriteAsync(cancellation);
    }

    /// <summary>Does the same for all at the same time. Of several failures the others are told, and the first is thrown; refusals are thrown as one.</summary>
    private async Task AllAsync(List<GroupMove> moves, Func<GroupMove, Task> act, CancellationToken cancellation)
    {
        var failures = (await Task.WhenAll(moves.Select(TryAsync))).OfType<Exception>().ToList();
        if (failures.Count == 0) return;
        if (failures.Count > 1 && failures.TrueForAll(failure => failure is RolloutException { Outcome: RolloutOutcome.Refused }))
            throw new RolloutException(RolloutOutcome.Refused, string.Join('\n', failures.Select(failure => failure.Message)));
        var first = failures.Find(failure => failure is OperationCanceledException) ?? failures[0];
        if (first is not OperationCanceledException) failures.Where(failure => failure != first).ToList().ForEach(failure => progress.Report(failure.Message));
        ExceptionDispatchInfo.Throw(first);

        async Task<Exception?> TryAsync(GroupMove move)
        {
            try
            {
                await _calls.Pace.RunAsync(() => act(move), cancellation);
                return null;
            }
            catch (Exception failure)
            {
                return failure;
            }
        }
    }
}
