using System.Text.Json.Serialization;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Releases;

/// <summary>
/// What the tags of a task definition's revision say about the release that it is; a rollback goes by them. A member is null where the tag is
/// missing: a revision that was only registered, or that failed, has no time of release.
/// </summary>
/// <param name="Released">When it was released: ISO 8601.</param>
/// <param name="By">Who deployed it.</param>
public sealed record ReleaseRecord(string? Released, string? Build, string? Commit, string? Environment, string? Application, string? By)
{
    internal const string ReleasedTag = OwnTags.Prefix + "released";

    /// <summary>On the first revisions of a family: what the service ran before, of another family.</summary>
    internal const string ReplacesTag = OwnTags.Prefix + "replaces";

    /// <summary>Builds, separated by spaces, in which the service ran this as it was while others changed.</summary>
    internal const string UnchangedTag = OwnTags.Prefix + "unchanged-in";

    internal const string UnchangedCommitTag = OwnTags.Prefix + "unchanged-commit";

    /// <summary>Of a tag's value, in characters.</summary>
    internal const int LongestTag = 256;

    /// <summary>Who approved the deployment; null where nobody had to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The later builds that run this, too, oldest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> UnchangedIn { get; init; } = [];

    /// <summary>The commit of the last of <see cref="UnchangedIn"/>; null where there is none.</summary>
    [JsonIgnore]
    public string? UnchangedCommit { get; init; }

    /// <summary><c>family:revision</c> of what other services ran in <see cref="Build"/> as they were, while this one changed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>The same of the last of <see cref="UnchangedIn"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> UnchangedBeside { get; init; } = [];

    /// <summary>All builds that run this, oldest first.</summary>
    [JsonIgnore]
    public IEnumerable<string> Builds => Build is null ? UnchangedIn : UnchangedIn.Prepend(Build);

    /// <summary><c>family:revision</c> of what the service ran when this was registered, where that was another family; else null.</summary>
    [JsonIgnore]
    public string? Replaces { get; init; }

    /// <summary>Null when no tag is of Slipway.</summary>
    public static ReleaseRecord? Of(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (!tags.Keys.Any(OwnTags.Has)) return null;
        var unchanged = Tag("unchanged-in")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new(Tag("released"), Tag("build"), Tag("commit"), Tag("environment"), Tag("application"), Tag("by"))
        {
            ApprovedBy = Tag("approved-by"),
            Replaces = Tag("replaces"),
            UnchangedIn = unchanged,
            UnchangedCommit = Tag("unchanged-commit"),
            Beside = ReleaseParts.Of(tags, ReleaseParts.Tag, Tag("build")),
            UnchangedBeside = ReleaseParts.Of(tags, ReleaseParts.UnchangedTag, unchanged.LastOrDefault()),
        };

        string? Tag(string name) => tags.GetValueOrDefault(OwnTags.Prefix + name);
    }

    /// <summary>Whether nothing says that it is of another application or environment.</summary>
    public bool MayBeOf(string application, string environment) => (Application ?? application) == application && (Environment ?? environment) == environment;

    public bool IsOf(string build) => Builds.Contains(build);

    /// <summary>Revisions of other services (<c>family:revision</c>), each with a build that ran it unchanged, as this record notes them.</summary>
    [JsonIgnore]
    public IEnumerable<(string Build, string Revision)> Parts =>
        [.. Beside.Select(revision => (Build!, revision)), .. UnchangedBeside.Select(revision => (UnchangedIn[^1], revision))];

    /// <summary>The tag's value with one build more; the oldest go where it has no room.</summary>
    internal string UnchangedWith(string build)
    {
        var builds = UnchangedIn.Append(build).ToList();
        while (builds.Count > 1 && builds.Sum(one => one.Length + 1) > LongestTag) builds.RemoveAt(0);
        return string.Join(' ', builds);
    }

    /// <summary>The tags of what is known.</summary>
    public IReadOnlyDictionary<string, string> ToTags() =>
        new (string Name, string? Value)[] { ("application", Application), ("environment", Environment), ("build", Build), ("commit", Commit), ("by", By), ("approved-by", ApprovedBy), ("released", Released), ("replaces", Replaces) }
            .Where(tag => tag.Value is not null).ToDictionary(tag => OwnTags.Prefix + tag.Name, tag => tag.Value!, StringComparer.Ordinal);
}
