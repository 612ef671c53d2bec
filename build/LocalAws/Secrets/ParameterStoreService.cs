using System.Text.Json.Nodes;
using Slipway.LocalAws.Protocol;
using Slipway.LocalAws.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>Parameter Store of Systems Manager, with one version of each parameter; every parameter is a SecureString.</summary>
internal sealed class ParameterStoreService(LocalAwsOptions options, StateStore state, SecretSeed seed) : IJsonService
{
    private readonly SecretValues _parameters = new("ssm", document => document.Parameters, state, seed);

    public string TargetPrefix => "AmazonSSM";

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "PutParameter" => PutAsync(request, cancellationToken),
        "GetParameter" => GetAsync(request, cancellationToken),
        "GetParameters" => GetSeveralAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("Systems Manager", operation),
    };

    private async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = (string?)request["Name"] ?? "";
        if (await _parameters.FindAsync(name, cancellationToken) is not null && (bool?)request["Overwrite"] is not true)
            throw new AwsErrorException("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        await _parameters.PutAsync(name, (string?)request["Value"] ?? "", cancellationToken);
        return new() { ["Version"] = 1, ["Tier"] = "Standard" };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken) =>
        await FindAsync((string?)request["Name"] ?? "", cancellationToken) is { } parameter
            ? new() { ["Parameter"] = parameter }
            : throw new AwsErrorException("ParameterNotFound", $"Parameter {(string?)request["Name"]} not found.");

    private async Task<JsonObject> GetSeveralAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (found, missing) = (new JsonArray(), new JsonArray());
        foreach (var name in (request["Names"] as JsonArray ?? []).Select(name => (string?)name ?? ""))
        {
            if (await FindAsync(name, cancellationToken) is { } parameter) found.Add((JsonNode)parameter);
            else missing.Add((JsonNode)name);
        }

        return new() { ["Parameters"] = found, ["InvalidParameters"] = missing };
    }

    private async Task<JsonObject?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // The name in an ARN has lost its first slash.
        var prefix = $"arn:aws:ssm:{options.Region}:{options.Account}:parameter";
        var name = id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : id;
        var value = await _parameters.FindAsync(name, cancellationToken) ?? (name == id ? null : await _parameters.FindAsync(name.TrimStart('/'), cancellationToken));
        return value is null ? null : new() { ["Name"] = name, ["Type"] = "SecureString", ["Value"] = value, ["Version"] = 1, ["ARN"] = $"{prefix}/{name.TrimStart('/')}" };
    }
}
