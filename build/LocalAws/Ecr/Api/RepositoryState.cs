using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>The repositories that were created, as they are stored in <c>ecr.json</c>.</summary>
internal sealed record RepositoryState
{
    public const string StateName = "ecr";

    /// <summary>By name.</summary>
    public Dictionary<string, Repository> Repositories { get; set; } = [];
}

/// <summary>A repository; its images are in the registry. What an earlier LocalAws did not write is null.</summary>
internal sealed record Repository(string Name, DateTimeOffset CreatedAt, bool ScanOnPush)
{
    public TagMutability? Mutability { get; init; }

    public ImageEncryption? Encryption { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    /// <summary>When each image came, by digest.</summary>
    public Dictionary<string, DateTimeOffset>? Pushed { get; init; }

    /// <summary>JSON.</summary>
    public string? LifecyclePolicy { get; init; }

    /// <summary>JSON.</summary>
    public string? Policy { get; init; }

    /// <summary>What someone said that a scan has found, by digest: <c>imageScanStatus</c> and <c>imageScanFindings</c>.</summary>
    public Dictionary<string, JsonObject>? Scans { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RepositoryState))]
internal sealed partial class EcrJson : JsonSerializerContext;
