using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A mapping with keys that are known, and the record that is made of it.</summary>
/// <param name="keys">All of them: what is not in the list is refused, and what is in it is read.</param>
internal sealed class ObjectSchema<T>(IReadOnlyList<Key> keys, Func<Values, T> build) : Schema<T>
    where T : class
{
    /// <summary>Keys of which one stands there, and only one; empty when there is no such choice.</summary>
    public IReadOnlyList<Key> OneOf { get; init; } = [];

    public override string Type => "mapping";

    public override IReadOnlyList<Key> Keys => keys;

    public override string Between => ".";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is MappingNode mapping)
            return Read(mapping, new(found.Place, found.Path, found.Name, context));

        context.Refuse(found.Node, found.Path, "a mapping");
        return null;
    }

    public override object Fallback(Place place) =>
        build(new(place, string.Empty, string.Empty, new(place.File, string.Empty, [], IsComplete: false, HasAccount: true, new())));

    public override JsonObject ToJson(bool isWhole)
    {
        var properties = new JsonObject();

        foreach (var key in keys)
            properties[key.Name] = key.ToJson(isWhole);

        var json = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = keys.Where(key => key.IsRequired).Select(key => (JsonNode?)key.Name).ToArray();

        if (isWhole && required.Length > 0)
            json["required"] = new JsonArray(required);

        if (isWhole && OneOf.Count > 0)
            json["oneOf"] = new JsonArray([.. OneOf.Select(key => new JsonObject { ["required"] = new JsonArray(key.Name) })]);

        return json;
    }

    private T Read(MappingNode mapping, Values values)
    {
        foreach (var key in keys)
            key.Read(mapping.Find(key.Name), values);

        foreach (var entry in mapping.Entries.Where(entry => !keys.Any(key => key.Name == entry.Key)))
        {
            var hint = Suggestion.Phrase(entry.Key, [.. keys.Select(key => key.Name)]);
            values.Note(entry.Place, ErrorCode.UnknownKey, $"unknown key '{entry.Key}'{hint}");
        }

        if (OneOf.Count > 0)
            CheckOneOf(mapping, values);

        return build(values);
    }

    private void CheckOneOf(MappingNode mapping, Values values)
    {
        var written = OneOf.Where(key => mapping.Find(key.Name) is not null).ToList();
        var names = string.Join(" or ", OneOf.Select(key => $"'{key.Name}'"));

        if (written.Count == 0)
            values.Missing(OneOf[0].Name, $"; write {names}");
        else if (written.Count > 1)
            values.Note(values.PlaceOf(written[1]), ErrorCode.Conflict, $"{names}, not both: remove one of them");
    }
}
