using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListSchema<T>(Schema<T> item) : Schema<IReadOnlyList<T>>
{
    /// <summary>An empty list is a mistake.</summary>
    public bool AtLeastOne { get; init; }

    public int? Most { get; init; }

    /// <summary>Ends the message when there are more than <see cref="Most"/>.</summary>
    public string WhyMost { get; init; } = string.Empty;

    public override string Type => item.Keys.Count > 0 ? "list of mappings" : $"list of: {item.Type}";

    public override IReadOnlyList<Key> Keys => item.Keys;

    public override string Between => "[]" + item.Between;

    public override bool TryRead(Found found, Reading reading, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;

        if (found.Node is not SequenceNode sequence)
        {
            reading.Refuse(found.Node, found.Path, "a list");
            return false;
        }

        if (AtLeastOne && sequence.Items.Count == 0)
            reading.Errors.Add(sequence.Place, ErrorCode.MissingValue, $"'{found.Path}' is empty; it must have at least one value");

        if (sequence.Items.Count > Most)
            reading.Errors.Add(sequence.Items[Most.Value].Place, ErrorCode.InvalidValue, $"'{found.Path}' has {sequence.Items.Count} values; {WhyMost}");

        var items = new List<T>(sequence.Items.Count);

        for (var index = 0; index < sequence.Items.Count; index++)
        {
            var node = sequence.Items[index];
            var path = $"{found.Path}[{index}]";
            reading.Places[path] = node.Place;

            if (item.TryRead(new(node, node.Place, path, found.Name), reading, out var read))
                items.Add(read);
        }

        value = items;
        return true;
    }

    public override IReadOnlyList<T> StandIn(Place place) => [];

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
