using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Schedules;
using Slipway.Ecs.Rollouts;

namespace Slipway.Ecs.Schedules;

/// <summary>One schedule on its way to a revision, and back.</summary>
internal sealed class ScheduleMove(SchedulesClient schedules, WantedSchedule wanted)
{
    private ScheduleDocument? _before;

    /// <summary>Where it was moved to; null while the call that does was not sent.</summary>
    private string? _revision;

    public WantedSchedule Wanted => wanted;

    /// <exception cref="RolloutException">It cannot be created, or it is one that starts no tasks; refused.</exception>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        _before = await FindAsync(cancellation);
        if (_before is { RunsTasks: false }) throw Refused("invokes something else than tasks of ECS. Give it another name, or delete it");
        if (_before is not null || wanted.OnlyRevision) return;
        if (wanted.Expression is null) throw Refused("is not there, and cannot be created: write its 'expression'");
        if (wanted.Role is null) throw Refused("is not there, and cannot be created: write its 'role', which EventBridge Scheduler takes on to start tasks");
    }

    /// <param name="placement">Asked where tasks run, when it has to be created; in members of RunTask.</param>
    /// <exception cref="AwsException">AWS refused the call.</exception>
    public async Task MoveAsync(string revision, Func<Task<JsonObject>> placement, IProgress<string> progress, CancellationToken cancellation)
    {
        if (_before is not { } before)
        {
            if (wanted.OnlyRevision)
            {
                progress.Report($"Schedule '{wanted.Name}' ({wanted.ScheduleName}) is not there; the next deployment creates it");
                return;
            }

            var definition = ScheduleDocument.New(revision, wanted, await placement());
            _revision = revision;
            await schedules.CreateAsync(wanted.ScheduleName, definition, cancellation);
            progress.Report($"Created schedule '{wanted.Name}' ({wanted.ScheduleName}), {wanted.Expression}: it runs {RevisionName.Of(revision)}");
            return;
        }

        var request = before.At(revision, wanted);
        if (JsonNode.DeepEquals(request, before.ToRequest()))
        {
            progress.Report($"Schedule '{wanted.Name}' ({wanted.ScheduleName}) runs {RevisionName.Of(revision)} already");
            return;
        }

        _revision = revision;
        await schedules.UpdateAsync(wanted.ScheduleName, request, cancellation);
        progress.Report($"Schedule '{wanted.Name}' ({wanted.ScheduleName}) runs {RevisionName.Of(revision)} now, before {RevisionName.Of(before.TaskDefinition)}");
    }

    /// <summary>Gives it what it had before; that it could not be is told.</summary>
    /// <returns>Whether it is as before.</returns>
    public async Task<bool> GoBackAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        if (_revision is not { } moved) return true;
        try
        {
            if (await FindAsync(cancellation) is not { } now)
                return _before is null || Left(progress, "was deleted meanwhile by somebody else");
            // The call that was to move it was refused, or never arrived.
            if (_before is not null && JsonNode.DeepEquals(now.ToRequest(), _before.ToRequest())) return true;
            if (now.TaskDefinition != moved && now.TaskDefinition != _before?.TaskDefinition)
                return Left(progress, $"has {RevisionName.Of(now.TaskDefinition)}, which somebody else has set meanwhile, and was left alone");
            await ReturnAsync(cancellation);
            _revision = null;
            progress.Report(_before is { } before ? $"Schedule '{wanted.Name}' runs {RevisionName.Of(before.TaskDefinition)} again" : $"Deleted schedule '{wanted.Name}', which this run had created");
            return true;
        }
        catch (AwsException refused)
        {
            return Left(progress, $"could not be brought back: {refused.Message}");
        }
    }

    /// <summary>What it runs now, for people.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(cancellation) is { } now ? RevisionName.Of(now.TaskDefinition) : "no such schedule";
        }
        catch (AwsException unread)
        {
            return $"unknown ({unread.Message})";
        }
    }

    private Task ReturnAsync(CancellationToken cancellation) => _before is { } before
        ? schedules.UpdateAsync(wanted.ScheduleName, before.ToRequest(), cancellation)
        : schedules.DeleteAsync(wanted.Group, wanted.ScheduleName, cancellation);

    private async Task<ScheduleDocument?> FindAsync(CancellationToken cancellation) =>
        await schedules.FindAsync(wanted.Group, wanted.ScheduleName, cancellation) is { } node ? new(node) : null;

    private bool Left(IProgress<string> progress, string how)
    {
        progress.Report($"Schedule '{wanted.Name}' ({wanted.ScheduleName}) {how}");
        return false;
    }

    private RolloutException Refused(string why) => new(RolloutOutcome.Refused, $"{wanted.Place}: schedule '{wanted.Name}' ({wanted.ScheduleName} in group {wanted.Group}) {why}.");
}
