using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>A file of <c>Contract/Steps</c>: the service it is about and its calls, one after the other.</summary>
/// <param name="Others">By name: services that steps need beside it, for what must exist first.</param>
/// <param name="Given">By server: values for <c>${name}</c> that no call can give there.</param>
public sealed record Scenario(
    ContractService Service, IReadOnlyDictionary<string, ContractService> Others, IReadOnlyDictionary<string, Dictionary<string, string>> Given, IReadOnlyList<ContractStep> Steps)
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Contract", "Steps"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static async Task<Scenario> ReadAsync(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Contract", "Steps", $"{name}.json");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(file), documentOptions: WithComments)!;
        return new(
            ServiceOf(document),
            (document["others"] as JsonObject ?? []).ToDictionary(other => other.Key, other => ServiceOf(other.Value!)),
            (document["given"] as JsonObject ?? []).ToDictionary(server => server.Key, server => Texts(server.Value!.AsObject())),
            [.. document["steps"]!.AsArray().Select(step => new ContractStep(step!.AsObject()))]);
    }

    private static ContractService ServiceOf(JsonNode node) => new((string)node["protocol"]!, (string)node["signingName"]!, (string?)node["target"] ?? "");

    private static Dictionary<string, string> Texts(JsonObject node) => node.ToDictionary(member => member.Key, member => (string)member.Value!);
}
