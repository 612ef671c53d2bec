using System.Text.Json.Nodes;

namespace Slipway.Docker.Compose;

/// <summary>A container of a project, as <c>docker compose ps</c> gives it.</summary>
/// <param name="State"><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>exited</c>, <c>dead</c>.</param>
/// <param name="Health"><c>starting</c>, <c>healthy</c>, <c>unhealthy</c>; null without a health check.</param>
/// <param name="ExitCode">0 while it runs.</param>
public sealed record ComposeContainer(string Service, string Name, string State, string? Health, int ExitCode)
{
    /// <summary>Reads one array (Compose before 2.21) or one object a line (since).</summary>
    internal static IReadOnlyList<ComposeContainer> Parse(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith('{') || line.StartsWith('['))
            .Select(line => JsonNode.Parse(line)!)
            .SelectMany(node => node is JsonArray array ? array.Select(item => item!) : [node])
            .Select(Parse)];

    private static ComposeContainer Parse(JsonNode container) => new(
        (string)container["Service"]!,
        (string)container["Name"]!,
        (string?)container["State"] ?? "",
        (string?)container["Health"] is { Length: > 0 } health ? health : null,
        (int?)container["ExitCode"] ?? 0);
}
