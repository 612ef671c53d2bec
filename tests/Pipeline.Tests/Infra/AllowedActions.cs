using System.Text.Json.Nodes;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>What policies allow, so that two of them can be compared whose statements are divided in different ways.</summary>
internal static class AllowedActions
{
    /// <returns>A line for each action and resource, with its conditions.</returns>
    public static IEnumerable<string> Of(JsonNode document) =>
        from statement in document["Statement"]!.AsArray()
        from action in Texts(statement!["Action"]!)
        from resource in Texts(statement["Resource"]!)
        select $"{action} on {resource}{(statement["Condition"] is { } condition ? $" if {condition.ToJsonString()}" : "")}";

    private static IEnumerable<string> Texts(JsonNode node) => node is JsonArray list ? list.Select(item => (string)item!) : [(string)node!];
}
