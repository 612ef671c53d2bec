using System.Globalization;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Releases;

/// <summary>Writes down what was released, and finds it again.</summary>
public sealed class ReleaseJournal(EcsClient ecs, TimeProvider time)
{
    /// <summary>Writes that the revision is released now.</summary>
    /// <param name="beside">Further tags; null for none.</param>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public Task NoteAsync(string revision, IReadOnlyDictionary<string, string>? beside, CancellationToken cancellation) => ecs.TagAsync(
        revision,
        new Dictionary<string, string>(beside ?? new Dictionary<string, string>()) { [ReleaseRecord.ReleasedTag] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        cancellation);

    /// <summary>The same, for a revision of Slipway's that has never been released; the time of an earlier release stays.</summary>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public async Task NoteFirstAsync(string revision, CancellationToken cancellation)
    {
        var known = await ecs.DescribeTaskDefinitionAsync(revision, cancellation);
        if (ReleaseRecord.Of(known.Tags) is { Released: null }) await NoteAsync(revision, beside: null, cancellation);
    }

    /// <summary>Writes that a later build runs a revision of Slipway's unchanged, as one of several services, with what the others run in it.</summary>
    /// <param name="beside">The ARNs of their revisions. Those for which the revision has no room are written on these themselves.</param>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public async Task NoteUnchangedAsync(string revision, string build, string commit, IReadOnlyList<string> beside, CancellationToken cancellation)
    {
        var known = await ecs.DescribeTaskDefinitionAsync(revision, cancellation);
        if (ReleaseRecord.Of(known.Tags) is not { } record) return;
        var isOwn = record.Build == build;
        var (tags, rest) = ReleaseParts.ToTags(isOwn ? ReleaseParts.Tag : ReleaseParts.UnchangedTag, build, beside, known.Tags.Keys.Count(key => !OwnTags.Has(key)));
        if (!isOwn && !record.IsOf(build)) tags[ReleaseRecord.UnchangedTag] = record.UnchangedWith(build);
        if (!isOwn) tags[ReleaseRecord.UnchangedCommitTag] = commit;
        if (tags.Any(tag => known.Tags.GetValueOrDefault(tag.Key) != tag.Value)) await ecs.TagAsync(revision, tags, cancellation);
        foreach (var other in rest) await NoteUnchangedAsync(other, build, commit, [], cancellation);
    }

    /// <summary>The active revisions of a family, newest first, each read when it is asked for.</summary>
    public async IAsyncEnumerable<RecordedRevision> ReadAsync(string family, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var arn in ecs.ListTaskDefinitionsAsync(family, newestFirst: true, cancellation))
        {
            var revision = await ecs.DescribeTaskDefinitionAsync(arn, cancellation);
            yield return new(revision.Arn, revision.Document, ReleaseRecord.Of(revision.Tags));
        }
    }
}
