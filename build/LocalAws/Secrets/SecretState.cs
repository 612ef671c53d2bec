using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Secrets;

/// <summary>The secrets and parameters that were put there by calls, as they are stored in <c>secret-values.json</c>.</summary>
internal sealed record SecretState
{
    public const string StateName = "secret-values";

    /// <summary>Of Secrets Manager, by name.</summary>
    public Dictionary<string, Secret> Secrets { get; set; } = [];

    /// <summary>Of Parameter Store, by name.</summary>
    public Dictionary<string, Parameter> Parameters { get; set; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SecretState))]
internal sealed partial class SecretJson : JsonSerializerContext;
