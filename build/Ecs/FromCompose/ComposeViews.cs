using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose;

/// <summary>Reads members of a Compose document; one of another type than asked for counts as absent.</summary>
internal static class ComposeViews
{
    /// <summary>A scalar as text; null for what is absent, null, a list or a mapping.</summary>
    public static string? Text(this JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static string? Text(this JsonObject node, string key) => Text(node[key]);

    public static bool Flag(this JsonObject node, string key) => bool.TryParse(Text(node, key), out var flag) && flag;

    /// <summary>A finite number; null for anything else.</summary>
    public static double? Amount(this JsonObject node, string key) =>
        double.TryParse(Text(node, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A number that fits ECS's integers, cut to the range.</summary>
    public static int? Integer(this JsonObject node, string key) => Amount(node, key) is { } amount ? (int)Math.Clamp(amount, int.MinValue, int.MaxValue) : null;

    /// <summary>The scalars of a list, or the one scalar that stands in its place.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject node, string key) => node[key] switch
    {
        JsonArray items => [.. items.Select(Text).OfType<string>()],
        JsonValue value => [Text(value)!],
        _ => [],
    };

    public static IReadOnlyList<JsonObject> Objects(this JsonObject node, string key) => node[key] is JsonArray items ? [.. items.OfType<JsonObject>()] : [];

    public static JsonObject Object(this JsonObject node, string key) => node[key] as JsonObject ?? [];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(this JsonObject node, string key) => Object(node, key);

    /// <summary>Whether the key says anything: null, an empty list and an empty mapping are how Compose writes nothing.</summary>
    public static bool Says(this JsonObject node, string key) => node[key] is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 });

    public static JsonArray ToJson(this IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    public static JsonArray ToJson(this IEnumerable<JsonObject> objects) => [.. objects.Select(item => (JsonNode)item)];
}
