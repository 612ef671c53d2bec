using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>One mapping, or a list of them.</summary>
internal sealed class OneOrListSchema<T>(Shape<T> item) : Schema<IReadOnlyList<T>>
{
    private readonly ListSchema<T> _list = new(item);

    public override string Type => "mapping, or list of mappings";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => ".";

    public override bool TryRead(Found found, Reading reading, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;

        if (found.Node is SequenceNode)
            return _list.TryRead(found, reading, out value);

        if (found.Node is not MappingNode)
        {
            reading.Refuse(found.Node, found.Path, "a mapping or a list of mappings");
            return false;
        }

        if (!item.TryRead(found, reading, out var one))
            return false;

        value = [one];
        return true;
    }

    public override IReadOnlyList<T> StandIn(Place place) => [];

    public override JsonObject ToJson(bool isWhole) =>
        new() { ["oneOf"] = new JsonArray(item.ToJson(isWhole), _list.ToJson(isWhole)) };
}
