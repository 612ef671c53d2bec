using System.Text.Json.Serialization;
using System.Xml.Linq;

namespace Slipway.LocalAws.S3;

/// <summary>What a bucket holds, as it is stored in its <c>index.json</c>.</summary>
internal sealed record BucketIndex
{
    public DateTimeOffset Created { get; init; }

    /// <summary>By key, the object that it has now. A key whose newest version is a delete marker has none.</summary>
    public Dictionary<string, StoredObject> Objects { get; set; } = [];

    /// <summary>By key and newest first, the versions that are not the object of <see cref="Objects"/>.</summary>
    public Dictionary<string, IReadOnlyList<ObjectVersion>> Others { get; set; } = [];

    /// <summary>By the name of a <see cref="BucketConfiguration"/>, the document that was put; null for one that a new bucket has and that was deleted.</summary>
    public Dictionary<string, string?> Configurations { get; set; } = [];

    /// <summary>The seed files that were copied in, by key; they stay when the object is changed or deleted.</summary>
    public Dictionary<string, SeedMark> Seeded { get; set; } = [];

    /// <summary><c>Enabled</c> or <c>Suspended</c>; null where versioning was never turned on.</summary>
    [JsonIgnore]
    public string? Versioning => ValueOf("versioning", "Status");

    /// <summary>The text of an element of a configuration; null where it was not put.</summary>
    public string? ValueOf(string configuration, string element) => Configurations.GetValueOrDefault(configuration) is { } document
        ? XElement.Parse(document).Descendants().FirstOrDefault(found => found.Name.LocalName == element)?.Value
        : null;

    /// <summary>One that can be changed while others read this one.</summary>
    public BucketIndex Copy() => this with { Objects = new(Objects), Others = new(Others), Configurations = new(Configurations), Seeded = new(Seeded) };
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BucketIndex))]
internal sealed partial class BucketJson : JsonSerializerContext;
