using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Secrets;

/// <summary>The secrets and parameters that were put there by calls, as they stand in <c>secrets.json</c>.</summary>
internal sealed record SecretState
{
    public const string StateName = "secrets";

    /// <summary>Of Secrets Manager, by name; null is one that was deleted, whatever the seed says.</summary>
    public Dictionary<string, string?> Secrets { get; init; } = [];

    /// <summary>Of Parameter Store, by name.</summary>
    public Dictionary<string, string?> Parameters { get; init; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SecretState))]
internal sealed partial class SecretJson : JsonSerializerContext;
