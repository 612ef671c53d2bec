using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A <see cref="Key"/> and the type of its value.</summary>
internal sealed class Key<T>(string name, Schema<T> schema, string description) : Key(name, description)
{
    public override Schema Schema => schema;

    public T StandIn(Place place) => schema.StandIn(place);

    public override void Read(MappingEntry? entry, Values values)
    {
        var path = values.PathOf(this);

        if (entry is not null)
        {
            values.Reading.Places[path] = entry.Place;

            if (schema.TryRead(new(entry.Value, entry.Place, path, Name), values.Reading, out var value))
                values.Give(this, value);
        }
        else if (Default is not null)
        {
            var node = Literal.ToNode(Default, values.Place);

            if (schema.TryRead(new(node, values.Place, path, Name), values.Reading.Aside(), out var value))
                values.Assume(this, value);
        }
        else if (IsRequired)
        {
            values.Missing(Name);
        }
    }
}
