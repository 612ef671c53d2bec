using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>
/// Reads members as task definitions in the wild spell them: a member that is null counts as absent, and a number or a
/// boolean may be written as a string.
/// </summary>
internal static class JsonViews
{
    public static string? Text(this JsonObject node, string name) => node[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static int? Number(this JsonObject node, string name) =>
        double.TryParse(node.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (int)number : null;

    public static bool? Flag(this JsonObject node, string name) => bool.TryParse(node.Text(name), out var flag) ? flag : null;

    /// <summary>The JSON protocol writes times as seconds since 1970, with a fraction.</summary>
    public static DateTimeOffset? Time(this JsonObject node, string name) =>
        double.TryParse(node.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    public static IReadOnlyList<string> Texts(this JsonObject node, string name) =>
        node[name] is JsonArray array ? [.. array.OfType<JsonValue>().Select(AsText)] : [];

    public static IReadOnlyList<JsonObject> Objects(this JsonObject node, string name) =>
        node[name] is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    /// <summary>A list of <c>{"name", "value"}</c> pairs; the last of two equal names wins, as in ECS.</summary>
    public static IReadOnlyDictionary<string, string> Pairs(this JsonObject node, string name)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var entry in node.Objects(name))
        {
            if (entry.Text("name") is { } key) pairs[key] = entry.Text("value") ?? "";
        }

        return pairs;
    }

    private static string AsText(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
