using Slipway.Ecs.Releases;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>Chooses the release that several services go back to together.</summary>
public static class GroupRollbackChoice
{
    private const int MostShown = 20;

    /// <summary>
    /// The build that was asked for; else the newest that every service has, of those that were released before what runs now, or at all when some of that was
    /// never released.
    /// </summary>
    /// <param name="to">A build's number; null leaves the choice.</param>
    /// <returns>The build, and the revision of each service by its name.</returns>
    /// <exception cref="RolloutException">There is none; refused, with a list of what there is.</exception>
    public static (string Build, IReadOnlyDictionary<string, RecordedRevision> Revisions) Choose(IReadOnlyList<GroupHistory> services, string? to)
    {
        // A build whose services were released in several seconds is as old as the last of them.
        var known = services.SelectMany(service => service.Revisions).Where(revision => revision.IsReleased).Select(revision => revision.Record!).ToList();
        var parts = known.SelectMany(record => record.Parts).ToHashSet();
        var shared = known.SelectMany(record => record.Builds).Distinct().Select(build => new Release(build, [.. services.Select(service => (service, service.Of(build, parts)))]))
            .Where(release => release.IsWhole)
            .OrderByDescending(release => release.Time, StringComparer.Ordinal).ToList();
        if (to is not null)
        {
            if (shared.Find(release => release.Build == to) is { } asked) return (to, asked.Revisions);
            var lacking = services.Where(service => service.Of(to, parts) is null).Select(service => service.Name);
            throw Refused($"Not every service has released build '{to}': {string.Join(", ", lacking)} {(lacking.Count() == 1 ? "has" : "have")} not.", shared, services);
        }

        var running = services.Select(service => service.Revisions.FirstOrDefault(revision => revision.Arn == service.Current)?.Record?.Released).ToList();
        var before = running.Contains(null) ? null : running.Max(StringComparer.Ordinal);
        return shared.Find(release => !release.IsRunning && (before is null || string.CompareOrdinal(release.Time, before) < 0)) is { } chosen
            ? (chosen.Build, chosen.Revisions)
            : throw Refused("No build that every service has is recorded as released before what runs.", shared, services);
    }

    private static RolloutException Refused(string what, List<Release> shared, IReadOnlyList<GroupHistory> services)
    {
        var runs = string.Join(", ", services.Select(service => $"{service.Name} runs {RevisionName.Of(service.Current)}"));
        var builds = shared.Count == 0 ? "There is no build that all have" : $"Builds that all have: {string.Join(", ", shared.Take(MostShown).Select(release => release.IsRunning ? $"{release.Build} (runs now)" : release.Build))}";
        return new(RolloutOutcome.Refused, $"{what} {builds}. {char.ToUpperInvariant(runs[0])}{runs[1..]}.");
    }

    private sealed class Release(string build, IReadOnlyList<(GroupHistory Service, RecordedRevision? Revision)> parts)
    {
        public string Build => build;

        /// <summary>Whether every service has it.</summary>
        public bool IsWhole => parts.All(part => part.Revision is not null);

        public IReadOnlyDictionary<string, RecordedRevision> Revisions => parts.ToDictionary(part => part.Service.Name, part => part.Revision!);

        public bool IsRunning => parts.All(part => part.Revision!.Arn == part.Service.Current);

        public string Time => parts.Select(part => part.Revision!.Record!.Released!).Max(StringComparer.Ordinal)!;
    }
}
