using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Secrets;

/// <summary>A secret of Secrets Manager with its versions, oldest first.</summary>
internal sealed record Secret(string Name, DateTimeOffset CreatedAt)
{
    /// <summary>As many versions as Secrets Manager keeps.</summary>
    private const int VersionsKept = 100;

    public DateTimeOffset ChangedAt { get; set; } = CreatedAt;

    public string? Description { get; init; }

    public string? KmsKeyId { get; init; }

    public Dictionary<string, string> Tags { get; set; } = [];

    public List<SecretVersion> Versions { get; set; } = [];

    /// <summary>When it was deleted; it can be restored until <see cref="GoneAt"/>.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>From when on there is no such secret, whatever the seed says.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    [JsonIgnore]
    public bool IsMarked => DeletedAt is not null;

    public SecretVersion? Find(string stage) => Versions.Find(version => version.Stages.Contains(stage));

    /// <summary>Adds a version and moves the stages to it; what was current becomes the previous one.</summary>
    public Secret With(SecretVersion added)
    {
        var current = Find(SecretVersion.Current);
        var replaces = current is not null && added.Stages.Contains(SecretVersion.Current);
        var moved = Versions.Select(version => version with
        {
            Stages =
            [
                .. version.Stages.Where(stage => !added.Stages.Contains(stage) && !(replaces && stage == SecretVersion.Previous)),
                .. replaces && version == current ? new[] { SecretVersion.Previous } : [],
            ],
        });
        return this with { Versions = [.. moved.Append(added).TakeLast(VersionsKept)], ChangedAt = added.CreatedAt };
    }
}
