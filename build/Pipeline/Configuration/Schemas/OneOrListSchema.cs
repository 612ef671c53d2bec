using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One mapping, or a list of them.</summary>
internal sealed class OneOrListSchema<T>(ObjectSchema<T> item) : Schema<IReadOnlyList<T>>
    where T : class
{
    private readonly ListSchema<T> _list = new(item);

    public override string Type => "mapping, or list of mappings";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => ".";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is SequenceNode)
            return _list.Read(found, context);

        if (found.Node is MappingNode)
            return item.Read(found, context) is T one ? new[] { one } : null;

        context.Refuse(found.Node, found.Path, "a mapping or a list of mappings");
        return null;
    }

    public override object Fallback(Place place) => Array.Empty<T>();

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["oneOf"] = new JsonArray(item.ToJson(isWhole), _list.ToJson(isWhole)) };
}
