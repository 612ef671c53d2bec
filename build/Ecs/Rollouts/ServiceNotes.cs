using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts.Batches;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>What is written on a service and on its revisions. What may not be written is told, and the release counts all the same.</summary>
/// <param name="progress">Gets a line for what was not written.</param>
/// <param name="calls">Those that the service has in common with others; null for one alone, which is not marked.</param>
internal sealed class ServiceNotes(EcsClient ecs, TimeProvider time, IProgress<string> progress, RolloutRequest request, GroupCalls? calls)
{
    private readonly ReleaseJournal _journal = new(ecs, time);

    /// <summary>Gives the service the tags of its definition, also when nobody follows its deployment.</summary>
    /// <param name="found">As it was; null for one that was created, which has them.</param>
    public async Task TagAsync(ServiceDescription? found, CancellationToken cancellation)
    {
        if (request.Definition is not { } definition || found?.Node.Text("serviceArn") is not { } arn || definition.TagsMissingOf(found.Node) is not { Count: > 0 } tags) return;
        await TryAsync(
            async () =>
            {
                await ecs.TagAsync(arn, tags, cancellation);
                progress.Report($"Tagged service '{request.Service}': {string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))}");
            },
            refused => $"Service '{request.Service}' has not the tags of its definition ({string.Join(", ", tags.Keys)}): {refused}");
    }

    /// <summary>Tags a revision as released.</summary>
    /// <param name="beside">Further tags.</param>
    /// <param name="service">The ARN of the service that runs it; null when it is not known.</param>
    public async Task NoteReleasedAsync(string revision, IReadOnlyDictionary<string, string>? beside, string? service, CancellationToken cancellation)
    {
        if (await TryNoteAsync(() => _journal.NoteAsync(revision, beside, cancellation), revision)) await MarkAsync(service, revision, cancellation);
    }

    /// <summary>The same for a revision that may have been released before; the time of an earlier release stays.</summary>
    /// <param name="tags">Of the revision.</param>
    public async Task NoteFirstAsync(string revision, IReadOnlyDictionary<string, string> tags, string? service, CancellationToken cancellation)
    {
        var isNoted = ReleaseRecord.Of(tags) is not { Released: null } || await TryNoteAsync(() => _journal.NoteFirstAsync(revision, cancellation), revision);
        if (isNoted) await MarkAsync(service, revision, cancellation);
    }

    /// <summary>Tags a revision as that which a later build runs, too.</summary>
    /// <param name="beside">The ARNs of what other services run in that build.</param>
    public Task NoteUnchangedAsync(string revision, string build, string commit, IReadOnlyList<string> beside, CancellationToken cancellation) =>
        TryNoteAsync(() => _journal.NoteUnchangedAsync(revision, build, commit, beside, cancellation), revision);

    /// <summary>Tags the service with what is in its revision, so that later deployments need not read it.</summary>
    private async Task MarkAsync(string? service, string revision, CancellationToken cancellation)
    {
        if (calls is null || service is null || ContentMark.Of(request.TaskDefinition) is not { } mark) return;
        try
        {
            await ecs.TagAsync(service, ContentMark.ToTags(revision, mark), cancellation);
        }
        catch (AwsException refused)
        {
            if (calls.IsFirstRefusal()) progress.Report($"Service '{request.Service}' could not be tagged with what it runs, so each deployment reads its task definition: {refused.Message}");
        }
    }

    private Task<bool> TryNoteAsync(Func<Task> note, string revision) =>
        TryAsync(note, refused => $"{RevisionName.Of(revision)} could not be recorded as released, so a later rollback will not find it: {refused}");

    private async Task<bool> TryAsync(Func<Task> act, Func<string, string> told)
    {
        try
        {
            await act();
            return true;
        }
        catch (AwsException refused)
        {
            progress.Report(told(refused.Message));
            return false;
        }
    }
}
