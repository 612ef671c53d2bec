using System.Security.Cryptography;
using System.Text;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>By what a task of a release is known again: the release, and what it runs there.</summary>
/// <param name="Name">As people call it; it becomes part of a tag's name.</param>
/// <param name="Build">The release's build number.</param>
/// <param name="Container">Whose exit code counts.</param>
/// <param name="Content">A digest of the task definition, the container and the command.</param>
public sealed record TaskMark(string Name, string Build, string Container, string Content)
{
    /// <summary>On a task: which of a release's it is.</summary>
    internal const string TaskTag = OwnTags.Prefix + "task";

    private const string RanPrefix = OwnTags.Prefix + "ran-";
    private const char Separator = ' ';
    private const int ContentLength = 12;

    /// <summary>Of a tag's value, in characters: Amazon ECS API reference, Tag.</summary>
    private const int LongestTag = 256;

    /// <summary>On the revision that it ran in: the releases in which it has ended well, oldest first.</summary>
    internal string RanTag => RanPrefix + Name;

    private string Entry => $"{Build}:{Content}";

    /// <param name="definition">What it runs in, as ECS describes it.</param>
    public static TaskMark Of(string name, string build, TaskDefinitionDocument definition, string container, IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var text = string.Join('\0', [Canonical.Of(definition).ToJsonString(), container, .. command]);
        return new(name, build, container, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..ContentLength]);
    }

    /// <summary>For the task itself.</summary>
    internal KeyValuePair<string, string> ToTag() => new(TaskTag, $"{Name} {Entry}");

    /// <summary>Whether a revision's tags say that it has ended well in this release.</summary>
    internal bool IsIn(IReadOnlyDictionary<string, string> tags) => Entries(tags).Contains(Entry);

    /// <summary>Whether they say so of any release.</summary>
    internal bool IsInAnyRelease(IReadOnlyDictionary<string, string> tags) => Entries(tags).Any(entry => entry.EndsWith($":{Content}", StringComparison.Ordinal));

    /// <summary>The value of <see cref="RanTag"/> with this release; the oldest go where it has no room.</summary>
    internal string AddedTo(IReadOnlyDictionary<string, string> tags)
    {
        var entries = Entries(tags).Append(Entry).ToList();
        while (entries.Count > 1 && entries.Sum(entry => entry.Length + 1) > LongestTag) entries.RemoveAt(0);
        return string.Join(Separator, entries);
    }

    private string[] Entries(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault(RanTag)?.Split(Separator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
