using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One value, or a list of them: mappings of one kind, or texts.</summary>
internal sealed class OneOrListSchema<T>(Schema<T> item) : Schema<IReadOnlyList<T>>
    where T : class
{
    private readonly ListSchema<T> _list = new(item) { AtLeastOne = !IsMapping(item) };

    public override string Type => IsMapping(item) ? "mapping, or list of mappings" : $"{item.Type}, or list of: {item.Type}";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => item.Keys.Count > 0 ? "." : string.Empty;

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is SequenceNode)
            return _list.Read(found, context);

        if (found.Node is MappingNode || !IsMapping(item))
            return item.Read(found, context) is T one ? new[] { one } : null;

        context.Refuse(found.Node, found.Path, "a mapping or a list of mappings");
        return null;
    }

    public override object Fallback(Place place) => Array.Empty<T>();

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["oneOf"] = new JsonArray(item.ToJson(isWhole), _list.ToJson(isWhole)) };

    private static bool IsMapping(Schema<T> schema) => schema is ObjectSchema<T>;
}
