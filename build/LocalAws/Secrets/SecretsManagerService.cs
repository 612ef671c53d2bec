using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Protocol;
using Slipway.LocalAws.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>Secrets Manager with one version of each secret, which is text; deleting is at once and for good.</summary>
internal sealed class SecretsManagerService(LocalAwsOptions options, StateStore state, SecretSeed seed, TimeProvider time) : IJsonService
{
    private const int SuffixLength = 6;

    private readonly SecretValues _secrets = new("secretsmanager", document => document.Secrets, state, seed);

    public string TargetPrefix => "secretsmanager";

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "CreateSecret" => CreateAsync(request, cancellationToken),
        "PutSecretValue" => PutAsync(request, cancellationToken),
        "GetSecretValue" => GetAsync(request, cancellationToken),
        "DeleteSecret" => DeleteAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("Secrets Manager", operation),
    };

    private async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = (string?)request["Name"] ?? "";
        if (name.Length == 0) throw new AwsErrorException("InvalidParameterException", "You must provide a name for the secret.");
        if (await _secrets.FindAsync(name, cancellationToken) is not null)
            throw new AwsErrorException("ResourceExistsException", $"The operation failed because the secret {name} already exists.");
        await _secrets.PutAsync(name, TextOf(request), cancellationToken);
        return Identify(name);
    }

    private async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (name, _) = await FindAsync(request, cancellationToken);
        await _secrets.PutAsync(name, TextOf(request), cancellationToken);
        return Identify(name);
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (name, value) = await FindAsync(request, cancellationToken);
        var answer = Identify(name);
        answer["SecretString"] = value;
        answer["VersionStages"] = new JsonArray("AWSCURRENT");
        answer["CreatedDate"] = time.GetUtcNow().ToUnixTimeSeconds();
        return answer;
    }

    private async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (name, _) = await FindAsync(request, cancellationToken);
        await _secrets.PutAsync(name, value: null, cancellationToken);
        var answer = Identify(name);
        answer["DeletionDate"] = time.GetUtcNow().ToUnixTimeSeconds();
        return answer;
    }

    private async Task<(string Name, string Value)> FindAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = (string?)request["SecretId"] ?? "";
        var prefix = ArnOf("");
        var name = id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : id;
        if (name != id && name.Length > SuffixLength && ArnOf(name[..^(SuffixLength + 1)]) + Suffix(name[..^(SuffixLength + 1)]) == id) name = name[..^(SuffixLength + 1)];
        return await _secrets.FindAsync(name, cancellationToken) is { } value
            ? (name, value)
            : throw new AwsErrorException("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    private static string TextOf(JsonObject request) =>
        (string?)request["SecretString"] ?? throw AwsErrorException.NotImplemented("secrets that are not text (SecretBinary)");

    private JsonObject Identify(string name) => new() { ["ARN"] = ArnOf(name) + Suffix(name), ["Name"] = name };

    private string ArnOf(string name) => $"arn:aws:secretsmanager:{options.Region}:{options.Account}:secret:{name}";

    /// <summary>Six characters that AWS adds to a name, so that a policy for a deleted secret does not hold for its successor.</summary>
    private static string Suffix(string name) => "-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..SuffixLength];
}
