using Slipway.Ecs.Releases;

namespace Slipway.Ecs.Rollouts;

/// <summary>Chooses the revision that a service goes back to.</summary>
public static class RollbackChoice
{
    /// <summary>
    /// The one that was asked for; else the one that was released last before what runs now, or at all, when what runs now was never
    /// released. That is not the revision before: that one may be what broke.
    /// </summary>
    /// <param name="revisions">Of the families that the service had; that of what runs before the others.</param>
    /// <param name="current">The ARN of what the service runs.</param>
    /// <param name="to">A build's number, or that of a revision; null leaves the choice.</param>
    /// <exception cref="RolloutException">There is none; refused, with a list of what there is.</exception>
    public static RecordedRevision Choose(IReadOnlyCollection<RecordedRevision> revisions, string current, string? to)
    {
        var released = revisions.Where(revision => revision.IsReleased).OrderByDescending(revision => revision.Record!.Released, StringComparer.Ordinal).ThenByDescending(revision => revision.Number).ToList();
        if (to is not null)
        {
            return released.Find(revision => revision.Record!.IsOf(to)) ?? released.Find(revision => revision.Name == to || $"{revision.Number}" == to)
                ?? throw Refused($"There is no released revision with the build or the number '{to}'.", revisions, current);
        }

        var before = released.FirstOrDefault(revision => revision.Arn == current)?.Record!.Released;
        return released.Find(revision => revision.Arn != current && (before is null || string.CompareOrdinal(revision.Record!.Released, before) < 0))
            ?? throw Refused("No other revision is recorded as released before what runs.", revisions, current);
    }

    private static RolloutException Refused(string what, IReadOnlyCollection<RecordedRevision> revisions, string current)
    {
        const int MostShown = 20;
        var lines = revisions.Select(revision => $"\n  {revision}{(revision.Arn == current ? " (runs now)" : "")}").Take(MostShown);
        return new(RolloutOutcome.Refused, $"{what} There are:{string.Concat(lines)}");
    }
}
