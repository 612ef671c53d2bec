using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One mapping, or a list of them.</summary>
internal sealed class OneOrListSchema<T>(Shape<T> item) : Schema<IReadOnlyList<T>>
    where T : class
{
    private readonly ListSchema<T> _list = new(item);

    public override string Type => "mapping, or list of mappings";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => ".";

    public override object? Read(Found found, Reading reading)
    {
        if (found.Node is SequenceNode)
            return _list.Read(found, reading);

        if (found.Node is MappingNode)
            return item.Read(found, reading) is T one ? new[] { one } : null;

        reading.Refuse(found.Node, found.Path, "a mapping or a list of mappings");
        return null;
    }

    public override object StandIn(Place place) => Array.Empty<T>();

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["oneOf"] = new JsonArray(item.ToJson(isWhole), _list.ToJson(isWhole)) };
}
