using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>Where a secret is kept.</summary>
/// <param name="Name">
/// S3: the bucket. Secrets Manager: name or ARN of the secret. Parameter Store: name or ARN of the parameter, with the slash that it
/// begins with.
/// </param>
/// <param name="Key">S3: the object's key. Secrets Manager: a member of the secret's JSON, or null for all of it. Else null.</param>
public sealed record SecretSource(SecretSourceKind Kind, string Name, string? Key)
{
    /// <summary>Reads an address without placeholders.</summary>
    /// <param name="place">Where it stands, for the message.</param>
    /// <exception cref="ConfigurationException">It is none of the three forms.</exception>
    public static SecretSource Parse(string address, Place place)
    {
        if (SecretAddress.Check(address) is { } problem)
            throw new ConfigurationException([new(place, ErrorCode.InvalidValue, problem)]);

        var rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];

        if (address.StartsWith(SecretAddress.ParameterStore, StringComparison.Ordinal))
            return new(SecretSourceKind.ParameterStore, rest, null);

        var isObject = address.StartsWith(SecretAddress.S3, StringComparison.Ordinal);
        var parts = rest.Split(isObject ? '/' : '#', 2);

        return new(isObject ? SecretSourceKind.S3 : SecretSourceKind.SecretsManager, parts[0], parts.ElementAtOrDefault(1));
    }

    /// <summary>The address again, as <c>from</c> has it.</summary>
    public override string ToString() => Kind switch
    {
        SecretSourceKind.S3 => $"{SecretAddress.S3}{Name}/{Key}",
        SecretSourceKind.SecretsManager => $"{SecretAddress.SecretsManager}{Name}{(Key is null ? string.Empty : $"#{Key}")}",
        _ => $"{SecretAddress.ParameterStore}{Name}",
    };
}
