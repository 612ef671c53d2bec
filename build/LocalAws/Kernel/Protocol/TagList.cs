using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Tags as lists of <c>Key</c> and <c>Value</c>.</summary>
internal static class TagList
{
    public static JsonArray Of(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    public static Dictionary<string, string> Merge(Dictionary<string, string> tags, IEnumerable<JsonObject> added)
    {
        var merged = new Dictionary<string, string>(tags);
        foreach (var tag in added)
            merged[tag.Text("Key") ?? ""] = tag.Text("Value") ?? "";
        return merged;
    }
}
