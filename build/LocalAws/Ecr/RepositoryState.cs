using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecr;

/// <summary>The repositories that were created, as they stand in <c>ecr.json</c>.</summary>
internal sealed record RepositoryState
{
    public const string StateName = "ecr";

    /// <summary>By name.</summary>
    public Dictionary<string, Repository> Repositories { get; init; } = [];
}

internal sealed record Repository(string Name, DateTimeOffset CreatedAt, bool ScanOnPush);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RepositoryState))]
internal sealed partial class EcrJson : JsonSerializerContext;
