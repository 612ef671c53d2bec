namespace Slipway.Ecs.Status;

/// <summary>What the tags of a task definition say of the release that it is. A member is null where the tag is missing.</summary>
/// <param name="Released">When it was released: ISO 8601.</param>
/// <param name="By">Who deployed it.</param>
public sealed record ReleaseRecord(string? Released, string? Build, string? Commit, string? Environment, string? Application, string? By)
{
    private const string Prefix = "slipway:";

    /// <summary>Null when no tag is of Slipway.</summary>
    public static ReleaseRecord? Of(IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (!tags.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal))) return null;
        return new(Tag("released"), Tag("build"), Tag("commit"), Tag("environment"), Tag("application"), Tag("by"));

        string? Tag(string name) => tags.GetValueOrDefault(Prefix + name);
    }
}
