using System.Text.Json.Nodes;

namespace Slipway.Aws.Calls;

/// <summary>Reads members of an answer, and says which one is missing or of another type.</summary>
internal static class JsonReading
{
    public static string RequiredText(this JsonNode node, string member) =>
        node.OptionalText(member) ?? throw new FormatException(Lacks(node, member));

    public static string? OptionalText(this JsonNode node, string member) =>
        node[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The JSON protocol writes times as seconds since 1970, with a fraction.</summary>
    public static DateTimeOffset? OptionalTime(this JsonNode node, string member) =>
        node[member] is JsonValue value && value.TryGetValue<double>(out var seconds)
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    public static JsonObject RequiredObject(this JsonNode node, string member) =>
        node[member] as JsonObject ?? throw new FormatException(Lacks(node, member));

    public static IEnumerable<JsonObject> Objects(this JsonNode node, string member) =>
        (node[member] as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IReadOnlyList<string> Texts(this JsonNode node, string member) =>
        [.. (node[member] as JsonArray)?.Select(static n => n?.GetValue<string>()).OfType<string>() ?? []];

    public static JsonArray ToJson(this IEnumerable<string> texts) => new([.. texts.Select(static t => JsonValue.Create(t))]);

    /// <summary>The names of the members: enough to see what came, and nothing that could be secret.</summary>
    private static string Lacks(JsonNode node, string member)
    {
        var others = node is JsonObject members ? string.Join(", ", members.Select(static m => $"'{m.Key}'")) : "no members";
        return $"the answer has no '{member}': it has {others}.";
    }
}
