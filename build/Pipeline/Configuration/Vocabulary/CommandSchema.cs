using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Vocabulary;

/// <summary>A program and its arguments, as a list: no shell reads it.</summary>
internal sealed class CommandSchema : Schema<IReadOnlyList<string>>
{
    private readonly ListSchema<string> _list = new(new ArgumentSchema()) { AtLeastOne = true };

    public override string Type => "command: list of texts";

    public override bool TryRead(Found found, Reading reading, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        if (!_list.TryRead(found, reading, out value))
            return false;

        if (found.Node is SequenceNode { Items: [ScalarNode { IsNull: false } program, ..] })
            PlainText.Read(program, $"{found.Path}[0]", reading);

        return true;
    }

    public override IReadOnlyList<string> StandIn(Place place) => [];

    public override JsonObject ToJson(bool isWhole) => _list.ToJson(isWhole);

    private sealed class ArgumentSchema : ScalarSchema<string>
    {
        public override string Type => "text";

        public override string StandIn(Place place) => string.Empty;

        public override JsonObject ToJson(bool isWhole) => new() { ["type"] = new JsonArray("string", "number") };

        protected override bool TryRead(ScalarNode scalar, string path, Reading reading, [MaybeNullWhen(false)] out string value)
        {
            value = PlainText.ReadArgument(scalar, path, reading);
            return value is not null;
        }
    }
}
