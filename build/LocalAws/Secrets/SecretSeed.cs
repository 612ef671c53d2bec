using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>
/// The secrets and parameters that a LocalAws has from the beginning: a JSON file with the members <c>secretsmanager</c> and <c>ssm</c>, each an
/// object of values by name. A value that is no text is a secret's JSON. The file is read at each call, so an edit shows at once.
/// </summary>
internal sealed class SecretSeed(LocalAwsOptions options)
{
    public const string SecretsManager = "secretsmanager";
    public const string ParameterStore = "ssm";

    /// <summary>The values of one service by name; none without a file.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public async Task<IReadOnlyDictionary<string, SeedValue>> ReadAsync(string service, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, SeedValue>();
        if (options.SecretsFile is not { } file || !File.Exists(file))
            return values;
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
        try
        {
            var document = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken)) as JsonObject;
            foreach (var (name, value) in document?[service] as JsonObject ?? [])
            {
                if (value is not null)
                    values[name] = new(value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : value.ToJsonString(), written);
            }

            return values;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{file}' is not JSON: {error.Message}", error);
        }
    }
}

/// <param name="WrittenAt">When the file was written.</param>
internal sealed record SeedValue(string Text, DateTimeOffset WrittenAt);
