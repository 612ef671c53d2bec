using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>The login of the registry, as it is stored in <c>registry.json</c>.</summary>
internal sealed record RegistryState
{
    public const string StateName = "registry";

    private const int PasswordBytes = 20;

    public string Password { get; set; } = "";

    /// <summary>The same, with a random password if it has none yet.</summary>
    public RegistryState WithPassword() =>
        Password.Length > 0 ? this : this with { Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes)) };
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegistryState))]
internal sealed partial class RegistryJson : JsonSerializerContext;
