using YamlDotNet.RepresentationModel;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>Reads YAML as nodes. What a service would not know is refused, so that a runner cannot pass over it.</summary>
internal static class YamlFile
{
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <exception cref="NotSupportedException">There is a key that is not one of these.</exception>
    public static YamlMappingNode Only(this YamlNode node, string where, params IReadOnlyList<string> keys)
    {
        var mapping = (YamlMappingNode)node;
        var others = mapping.Children.Keys.Select(key => key.ToString()).Except(keys).ToList();
        return others.Count == 0 ? mapping : throw new NotSupportedException($"{where}: this runner does not know {string.Join(", ", others)}.");
    }

    public static YamlNode? Child(this YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public static string? Text(this YamlNode node, string key) => node.Child(key)?.ToString();

    public static IReadOnlyList<string> Texts(this YamlNode? node) => node is null ? [] : [.. ((YamlSequenceNode)node).Select(item => ((YamlScalarNode)item).Value!)];

    public static IEnumerable<(string Name, YamlNode Value)> Entries(this YamlNode? node) =>
        node is null ? [] : ((YamlMappingNode)node).Children.Select(child => (child.Key.ToString(), child.Value));
}
