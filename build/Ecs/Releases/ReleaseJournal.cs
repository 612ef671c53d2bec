using System.Globalization;
using Slipway.Aws;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Releases;

/// <summary>Writes down what was released, and finds it again.</summary>
public sealed class ReleaseJournal(EcsClient ecs, TimeProvider time)
{
    /// <summary>Writes that the revision is released now.</summary>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public Task NoteAsync(string revision, CancellationToken cancellation) => ecs.TagAsync(
        revision,
        new Dictionary<string, string> { [ReleaseRecord.ReleasedTag] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        cancellation);

    /// <summary>The same, for a revision of Slipway's that has never been released; the time of an earlier release stays.</summary>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public async Task NoteFirstAsync(string revision, CancellationToken cancellation)
    {
        var known = await ecs.DescribeTaskDefinitionAsync(revision, cancellation);
        if (ReleaseRecord.Of(known.Tags) is { Released: null }) await NoteAsync(revision, cancellation);
    }

    /// <summary>Writes that a later build runs a revision of Slipway's unchanged, as one of several services.</summary>
    /// <exception cref="AwsException">The caller may not tag it, say.</exception>
    public async Task NoteUnchangedAsync(string revision, string build, string commit, CancellationToken cancellation)
    {
        if (ReleaseRecord.Of((await ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Tags) is not { } record || record.IsOf(build)) return;
        await ecs.TagAsync(revision, new Dictionary<string, string> { [ReleaseRecord.UnchangedTag] = record.UnchangedWith(build), [ReleaseRecord.UnchangedCommitTag] = commit }, cancellation);
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
