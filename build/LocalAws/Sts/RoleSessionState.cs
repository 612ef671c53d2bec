using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Sts;

/// <summary>The sessions by access key id, as they are stored. Secret keys are not, as nothing verifies them; of tokens their hashes.</summary>
public sealed record RoleSessionState
{
    public const string StateName = "role-sessions";

    public Dictionary<string, RoleSession> Sessions { get; set; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RoleSessionState))]
internal sealed partial class RoleSessionJson : JsonSerializerContext;
