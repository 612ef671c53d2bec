using System.Text.Json.Nodes;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Schemas;

/// <summary>A program and its arguments, as a list: no shell reads it.</summary>
internal sealed class CommandSchema : Schema<IReadOnlyList<string>>
{
    private readonly ListSchema<string> _list = new(new ArgumentSchema()) { AtLeastOne = true };

    public override string Type => "command: list of texts";

    public override object? Read(FieldValue found, ReadContext context)
    {
        if (found.Node is SequenceNode { Items: [ScalarNode { IsNull: false } program, ..] })
            PlainText.Read(program, $"{found.Path}[0]", context);

        return _list.Read(found, context);
    }

    public override object Fallback(Place place) => Array.Empty<string>();

    public override JsonObject ToJson(bool isWhole) => _list.ToJson(isWhole);

    private sealed class ArgumentSchema : Schema<string>
    {
        public override string Type => "text";

        public override object Fallback(Place place) => string.Empty;

        public override JsonObject ToJson(bool isWhole) => new() { ["type"] = new JsonArray("string", "number") };

        public override object? Read(FieldValue found, ReadContext context) =>
            found.Scalar(context) is { } scalar ? PlainText.ReadArgument(scalar, found.Path, context) : null;
    }
}
