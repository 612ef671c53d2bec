using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A mapping whose keys the user chose, such as the services under <c>images</c>.</summary>
/// <param name="noun">What the keys are the names of, for the reference.</param>
internal sealed class NamedSchema<T>(string noun, TextRule rule, Schema<T> entry) : Schema<IReadOnlyList<T>>
    where T : class
{
    /// <summary>An empty mapping is a mistake.</summary>
    public bool AtLeastOne { get; init; }

    /// <summary>Makes the entry of a name without a value; null where each must have one.</summary>
    public Func<string, Place, T>? LeftOut { get; init; }

    public override string Type => $"mapping by {noun}";

    public override IReadOnlyList<Key> Keys => entry.Keys;

    public override string Between => $".<{noun}>{entry.Between}";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is not MappingNode mapping)
        {
            context.Refuse(found.Node, found.Path, "a mapping");
            return null;
        }

        if (AtLeastOne && mapping.Entries.Count == 0)
            context.Errors.Add(mapping.Place, ErrorCode.MissingValue, $"'{found.Path}' is empty; it must have at least one entry");

        List<T> entries = [];

        foreach (var (name, place, node) in mapping.Entries)
        {
            if (rule.Check(name) is { } problem)
                context.Errors.Add(place, ErrorCode.InvalidValue, problem);

            var path = $"{found.Path}.{name}";
            context.Places[path] = place;

            // What has only been commented out leaves an empty text, and is no decision.
            if (LeftOut is not null && node is ScalarNode { IsNull: true, Text: not "" })
                entries.Add(LeftOut(name, place));
            else if (entry.Read(new(node, place, path, name), context) is { } read)
                entries.Add((T)read);
        }

        return entries;
    }

    public override object Fallback(Place place) => Array.Empty<T>();

    public override JsonObject ToJson(bool isWhole)
    {
        var json = new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = rule.Pattern },
            ["additionalProperties"] = entry.ToJson(isWhole),
        };

        if (AtLeastOne)
            json["minProperties"] = 1;

        if (LeftOut is not null)
            json["additionalProperties"]!["type"] = new JsonArray("object", "null");

        return json;
    }
}
