using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// What stands in Compose files, where Compose itself refuses to read them without their variables: <c>nofile: "${NOFILE:-1024}"</c> is no number then, and
/// <c>${DIR:-data}:/data</c> has too many colons. Files are merged as mappings; what comes by <c>extends</c> or a merge key is not in it.
/// </summary>
internal static class WrittenCompose
{
    /// <param name="texts">Of the files, in Compose's order. What is no YAML counts as empty.</param>
    public static ComposeDocument Read(IEnumerable<string> texts)
    {
        MappingNode? merged = null;
        foreach (var mapping in texts.Select(text => YamlReader.Read(text, "", _ => { })).OfType<MappingNode>()) merged = merged?.With(mapping) ?? mapping;
        var json = merged is null ? "{}" : Json(merged)!.ToJsonString();
        return ComposeDocument.TryRead(json, isInterpolated: false, out var document, out _) || ComposeDocument.TryRead("{}", isInterpolated: false, out document, out _)
            ? document
            : throw new InvalidOperationException("An empty object is JSON.");
    }

    private static JsonNode? Json(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Json)]),
        ScalarNode { IsNull: false } scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
