using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Build.Secrets;

/// <summary>Reads secrets as text, wherever they are kept.</summary>
public sealed class SecretReader(AwsClients aws)
{
    /// <exception cref="AwsException">It is not there, or may not be read.</exception>
    /// <exception cref="FormatException">It is there, and has no such member; the message says so.</exception>
    public async Task<string> ReadAsync(SecretSource source, CancellationToken cancellation)
    {
        switch (source.Kind)
        {
            case SecretSourceKind.SecretsManager:
                var secret = (await aws.Secrets.GetAsync(source.Name, cancellation)).Reveal();
                return source.Key is { } member ? MemberOf(secret, source.Name, member) : secret;
            case SecretSourceKind.ParameterStore:
                return (await aws.Parameters.GetAsync(source.Name, cancellation)).Reveal();
            default:
                using (var text = new MemoryStream())
                {
                    await aws.Objects.GetAsync(LocationOf(source), text, cancellation);
                    return Encoding.UTF8.GetString(text.ToArray());
                }
        }
    }

    public static S3Location LocationOf(SecretSource source) => new(source.Name, source.Key!);

    /// <summary>What a wrong document says stays out of the message: all of it is secret.</summary>
    private static string MemberOf(string secret, string name, string member)
    {
        try
        {
            return JsonNode.Parse(secret) is JsonObject document
                ? document[member] switch
                {
                    null => throw new FormatException($"secret '{name}' has no member '{member}'"),
                    JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
                    var other => other.ToJsonString(),
                }
                : throw new FormatException($"secret '{name}' is no JSON object, so it has no member '{member}'");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"secret '{name}' is not JSON, so it has no member '{member}'", broken);
        }
    }
}
