using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>One key of a mapping.</summary>
/// <param name="description">One sentence for someone who meets the key for the first time.</param>
internal abstract class Key(string name, Schema schema, string description)
{
    public string Name => name;

    public string Description => description;

    public bool IsRequired { get; init; }

    /// <summary>What holds when the key is not written: a text, a number, a truth value or an array of texts.</summary>
    public object? Default { get; init; }

    /// <summary>The default in words, where it is not the same for everybody.</summary>
    public string? DefaultInWords { get; init; }

    /// <summary>A value that could stand there, in the types of <see cref="Default"/>.</summary>
    public object? Example { get; init; }

    public Schema Schema => schema;

    /// <summary>Reads what is listed under the key, or its default.</summary>
    public void Read(MappingEntry? entry, Values values)
    {
        var path = values.PathOf(this);

        if (entry is not null)
        {
            values.Context.Places[path] = entry.Place;
            values.Keep(this, schema.Read(new(entry.Value, entry.Place, path, name), values.Context));
        }
        else if (Default is not null)
        {
            var node = Literal.ToNode(Default, values.Place);
            values.Keep(this, schema.Read(new(node, values.Place, path, name), values.Context.WithoutErrors()));
        }
        else if (IsRequired)
        {
            values.Missing(name);
        }
    }

    public JsonObject ToJson(bool isWhole)
    {
        var words = DefaultInWords is null ? string.Empty : $" Default: {DefaultInWords}.";
        var json = new JsonObject { ["description"] = description + words };

        foreach (var (member, value) in Schema.ToJson(isWhole))
            json[member] = value?.DeepClone();

        if (Default is not null)
            json["default"] = Literal.ToJson(Default);

        if (Example is not null)
            json["examples"] = new JsonArray(Literal.ToJson(Example));

        return json;
    }
}

/// <summary>A <see cref="Key"/> and the type of its value.</summary>
internal sealed class Key<T>(string name, Schema<T> schema, string description) : Key(name, schema, description);
