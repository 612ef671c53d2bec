using System.Text.Json.Serialization;

namespace Slipway.LocalAws.S3;

/// <summary>What a bucket holds, as it is stored in its <c>index.json</c>.</summary>
internal sealed record BucketIndex
{
    public DateTimeOffset Created { get; init; }

    /// <summary>By key.</summary>
    public Dictionary<string, StoredObject> Objects { get; init; } = [];

    /// <summary>The seed files that were copied in, by key; they stay when the object is changed or deleted.</summary>
    public Dictionary<string, SeedMark> Seeded { get; init; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BucketIndex))]
internal sealed partial class BucketJson : JsonSerializerContext;
