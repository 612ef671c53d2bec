using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Releases;

/// <summary>
/// The parts of a release that it did not change, as tags of a revision that it did: the build, and <c>family:revision</c> of what each of the other services runs in it.
/// One call writes them for all of these services. What does not fit into one tag is in the next (<c>-2</c>, <c>-3</c>).
/// </summary>
internal static class ReleaseParts
{
    /// <summary>Of the build that the revision was registered for.</summary>
    public const string Tag = OwnTags.Prefix + "beside";

    /// <summary>Of a later build that changed nothing.</summary>
    public const string UnchangedTag = OwnTags.Prefix + "unchanged-beside";

    /// <summary>Of a resource (service quotas of ECS).</summary>
    private const int MostTags = 50;

    /// <summary>Of each of the two.</summary>
    private const int MostParts = 10;

    /// <param name="revisions">ARNs.</param>
    /// <param name="others">Tags that the revision has beside Slipway's.</param>
    /// <returns>The tags, and the revisions for which there is no room.</returns>
    public static (Dictionary<string, string> Tags, IReadOnlyList<string> Others) ToTags(string name, string build, IEnumerable<string> revisions, int others)
    {
        var room = Math.Clamp((MostTags - OwnTags.Count - others) / 2, 0, MostParts);
        var (values, rest) = (new List<string>(), new List<string>());
        foreach (var revision in revisions)
        {
            var part = $" {revision[(revision.LastIndexOf('/') + 1)..]}";
            if (values.Count > 0 && values[^1].Length + part.Length <= ReleaseRecord.LongestTag) values[^1] += part;
            else if (values.Count < room && build.Length + part.Length <= ReleaseRecord.LongestTag) values.Add(build + part);
            else rest.Add(revision);
        }

        return (values.Select((value, index) => (Key: index == 0 ? name : $"{name}-{index + 1}", value)).ToDictionary(tag => tag.Key, tag => tag.value), rest);
    }

    /// <returns><c>family:revision</c> each; none of what an earlier build has left in tags that this one did not need.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> tags, string name, string? build) => build is null ? [] : tags
        .Where(tag => tag.Key == name || tag.Key.StartsWith($"{name}-", StringComparison.Ordinal))
        .Select(tag => tag.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.FirstOrDefault() == build).SelectMany(words => words.Skip(1)).ToArray();
}
