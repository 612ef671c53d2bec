using Slipway.Ecs.Releases;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>What one of several services has run.</summary>
/// <param name="Name">As people call the service.</param>
/// <param name="Current">The ARN of what it runs.</param>
/// <param name="Revisions">Of the families that it had.</param>
public sealed record GroupHistory(string Name, string Current, IReadOnlyList<RecordedRevision> Revisions)
{
    /// <summary>The revision that was released as this build, or ran unchanged in it; null when there is none.</summary>
    /// <param name="parts">What the records of all services note about each other (<see cref="ReleaseRecord.Parts"/>).</param>
    public RecordedRevision? Of(string build, IReadOnlySet<(string Build, string Revision)> parts) => Revisions
        .Where(revision => revision.IsReleased && (revision.Record!.IsOf(build) || parts.Contains((build, revision.Name))))
        .OrderByDescending(revision => revision.Record!.Released, StringComparer.Ordinal).ThenByDescending(revision => revision.Number).FirstOrDefault();
}
