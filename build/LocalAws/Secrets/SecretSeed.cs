using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Secrets;

/// <summary>
/// The secrets and parameters that a LocalAws has from the beginning: a JSON file with the members <c>secretsmanager</c> and <c>ssm</c>, each an
/// object of values by name. A value that is no text is a secret's JSON. The file is read at each call, so an edit shows at once.
/// </summary>
internal sealed class SecretSeed(LocalAwsOptions options)
{
    /// <returns>Null when the file has no such value, or there is no file.</returns>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public async Task<string?> FindAsync(string service, string name, CancellationToken cancellationToken)
    {
        if (options.SecretsFile is not { } file || !File.Exists(file)) return null;
        try
        {
            var document = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken)) as JsonObject;
            return (document?[service] as JsonObject)?[name] switch
            {
                null => null,
                JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
                var other => other.ToJsonString(),
            };
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{file}' is not JSON: {error.Message}", error);
        }
    }
}
