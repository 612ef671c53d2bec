using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>
/// One call and what has to be in its answer: <c>call</c>, <c>request</c>; <c>status</c> (200), <c>error</c> for a refusal's code, <c>answer</c> for the members, <c>header</c> for headers (in capitals);
/// <c>keep</c> for what later steps use as <c>${name}</c>; and <c>differs</c>, by server, for what is known to be otherwise there.
/// A step that prepares others can be of another service (<c>service</c>), and of one server (<c>only</c>) where the other one needs no such thing, or does not have the operation.
/// </summary>
public sealed class ContractStep(JsonObject node)
{
    private static readonly string[] Known = ["call", "request", "headers", "body", "status", "error", "answer", "header", "keep", "differs", "service", "only"];

    /// <summary>An operation; of REST a method and a path.</summary>
    public string Call => (string)node["call"]!;

    /// <summary>The name of another service than the scenario's; null for that one.</summary>
    public string? Service => (string?)node["service"];

    /// <summary>The one server that it is for; null for all.</summary>
    public string? Only => (string?)node["only"];

    public JsonObject Request => node["request"] as JsonObject ?? [];

    public JsonObject Headers => node["headers"] as JsonObject ?? [];

    public string? Body => (string?)node["body"];

    public JsonObject Keep => node["keep"] as JsonObject ?? [];

    /// <summary>All that is asserted, as one document: status, error and answer.</summary>
    public JsonObject Expected
    {
        get
        {
            if (node.FirstOrDefault(member => !Known.Contains(member.Key)) is { Key: { } unknown })
                throw new InvalidDataException($"'{unknown}' is no member of a step.");
            var error = (string?)node["error"];
            var expected = new JsonObject { ["status"] = (int?)node["status"] ?? (error is null ? 200 : 400) };
            if (error is not null)
                expected["error"] = error;
            if (node["header"]?.DeepClone() is { } header)
                expected["headers"] = header;
            if (node["answer"]?.DeepClone() is { } answer)
                expected["answer"] = answer;
            return expected;
        }
    }

    /// <summary>Place in the document of what is asserted, and why that server has it otherwise.</summary>
    public IReadOnlyDictionary<string, string> Differences(string server) =>
        (node["differs"]?[server] as JsonObject ?? []).ToDictionary(difference => difference.Key, difference => (string)difference.Value!);
}
