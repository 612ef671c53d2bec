using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// What stands in Compose files, where Compose itself refuses to read them without their variables: <c>nofile: "${NOFILE:-1024}"</c> is no number then, and
/// <c>${DIR:-data}:/data</c> has too many colons. Files are merged as mappings; what comes by <c>extends</c> is not in it.
/// </summary>
internal static partial class WrittenCompose
{
    private const string MergeKey = "<<";

    /// <param name="texts">Of the files, in Compose's order.</param>
    /// <returns>Null when one of them cannot be read.</returns>
    public static ComposeDocument? Read(IEnumerable<string> texts)
    {
        MappingNode? merged = null;
        foreach (var text in texts)
        {
            var mapping = Mapping(text, "", out var isRead);
            if (!isRead) return null;
            if (mapping is not null) merged = merged?.With(mapping) ?? mapping;
        }

        return merged is not null && ComposeDocument.TryRead(Json(merged)!.ToJsonString(), isInterpolated: false, out var document, out _) ? document : null;
    }

    /// <summary>One file, with the entries of its merge keys and the place of each; null when nothing is in it.</summary>
    /// <param name="file">The file's name, for the places.</param>
    /// <param name="isRead">False when only Compose can read it.</param>
    public static MappingNode? Mapping(string text, string file, out bool isRead)
    {
        var mistakes = new List<YamlMistake>();
        var mapping = YamlReader.Read(Tag().Replace(text, ""), file, mistakes.Add) as MappingNode;
        isRead = mistakes.TrueForAll(mistake => mistake.IsDuplicateKey);
        return isRead && mapping is not null ? Merged(mapping) : null;
    }

    /// <summary>With the entries of its merge keys, as YAML 1.1 has them and Compose reads them: what stands in the mapping itself comes first, then the mappings in their order.</summary>
    private static MappingNode Merged(MappingNode mapping)
    {
        var entries = mapping.Entries.Where(entry => entry.Key != MergeKey).ToList();
        var others = mapping.Find(MergeKey)?.Value switch { SequenceNode sequence => sequence.Items, { } one => [one], null => [] };
        foreach (var entry in others.OfType<MappingNode>().SelectMany(other => Merged(other).Entries))
        {
            if (!entries.Exists(known => known.Key == entry.Key)) entries.Add(entry);
        }

        return new(mapping.Place, [.. entries.Select(entry => entry with { Value = Merged(entry.Value) })]);
    }

    private static Node Merged(Node node) => node switch
    {
        MappingNode mapping => Merged(mapping),
        SequenceNode sequence => new SequenceNode(sequence.Place, [.. sequence.Items.Select(Merged)]),
        _ => node,
    };

    private static JsonNode? Json(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Json)]),
        ScalarNode { IsNull: false } scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };

    /// <summary>Compose's own tags, which say how files are merged. A value that is reset has nothing in the merged application, whatever stands here.</summary>
    [GeneratedRegex(@"(?<=[:-][ \t]+)!(reset|override)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
