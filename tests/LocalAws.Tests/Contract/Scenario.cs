using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>A file of <c>Contract/Steps</c>: the service it is about and its calls, one after the other.</summary>
/// <param name="Protocol"><c>json</c>, <c>query</c> or <c>rest</c>.</param>
/// <param name="Target">Of JSON the prefix of <c>X-Amz-Target</c>, of Query the version.</param>
public sealed record Scenario(string Name, string Protocol, string SigningName, string Target, IReadOnlyList<ContractStep> Steps)
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Contract", "Steps"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static async Task<Scenario> ReadAsync(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Contract", "Steps", $"{name}.json");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(file), documentOptions: WithComments)!;
        return new(
            name,
            (string)document["protocol"]!,
            (string)document["signingName"]!,
            (string?)document["target"] ?? "",
            [.. document["steps"]!.AsArray().Select(step => new ContractStep(step!.AsObject()))]);
    }
}
