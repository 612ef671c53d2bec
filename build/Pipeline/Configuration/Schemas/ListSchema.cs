using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListSchema<T>(Schema<T> item) : Schema<IReadOnlyList<T>>
    where T : class
{
    /// <summary>An empty list is a mistake.</summary>
    public bool AtLeastOne { get; init; }

    public int? Most { get; init; }

    /// <summary>Ends the message when there are more than <see cref="Most"/>.</summary>
    public string WhyMost { get; init; } = string.Empty;

    public override string Type => item.Keys.Count > 0 ? "list of mappings" : $"list of: {item.Type}";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => "[]" + item.Between;

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is not SequenceNode sequence)
        {
            context.Refuse(found.Node, found.Path, "a list");
            return null;
        }

        if (AtLeastOne && sequence.Items.Count == 0)
            context.Errors.Add(sequence.Place, ErrorCode.MissingValue, $"'{found.Path}' is empty; it must have at least one value");

        if (sequence.Items.Count > Most)
            context.Errors.Add(sequence.Items[Most.Value].Place, ErrorCode.InvalidValue, $"'{found.Path}' has {sequence.Items.Count} values; {WhyMost}");

        var items = new List<T>(sequence.Items.Count);

        for (var index = 0; index < sequence.Items.Count; index++)
        {
            var node = sequence.Items[index];
            var path = $"{found.Path}[{index}]";
            context.Places[path] = node.Place;

            if (item.Read(new(node, node.Place, path, found.Name), context) is { } read)
                items.Add((T)read);
        }

        return items;
    }

    public override object Fallback(Place place) => Array.Empty<T>();

    // An environment replaces a list as a whole, so each entry of it is whole.
    public override JsonObject ToJson(bool isWhole)
    {
        var json = new JsonObject { ["type"] = "array", ["items"] = item.ToJson(isWhole: true) };

        if (AtLeastOne)
            json["minItems"] = 1;

        if (Most is { } most)
            json["maxItems"] = most;

        return json;
    }
}
