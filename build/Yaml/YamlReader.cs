using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Yaml;

/// <summary>
/// Builds nodes from YamlDotNet's events. Not its own representation model: that one stops at the first duplicate key, and lets an
/// alias contain itself.
/// </summary>
public sealed class YamlReader
{
    private const int DeepestNesting = 32;
    private const int LargestDocument = 20_000;

    private readonly Dictionary<string, Node?> _anchors = [];
    private readonly Parser _parser;
    private readonly string _file;
    private readonly Action<YamlMistake> _report;

    private YamlReader(string text, string file, Action<YamlMistake> report) =>
        (_parser, _file, _report) = (new(new StringReader(text)), file, report);

    /// <summary>Null when there is nothing in the text, or no YAML, which is then reported. JSON is YAML.</summary>
    /// <param name="file">The file's name, for the places.</param>
    public static Node? Read(string text, string file, Action<YamlMistake> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var reader = new YamlReader(text, file, report);

        try
        {
            return reader.ReadStream();
        }
        // The last two are what YamlDotNet 16.3 lets escape from its scanner for some texts.
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            var (place, message) = new YamlFailure(text, file).Describe(exception, reader._parser.Current?.End ?? Mark.Empty);
            report(new(place, $"not valid YAML: {message}", IsDuplicateKey: false));

            return null;
        }
    }

    private Place PlaceOf(ParsingEvent parsed) => YamlFailure.PlaceOf(parsed.Start, _file);

    private Node? ReadStream()
    {
        _parser.Consume<StreamStart>();

        if (_parser.TryConsume<StreamEnd>(out _))
            return null;

        _parser.Consume<DocumentStart>();
        var root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();

        if (_parser.TryConsume<DocumentStart>(out var second))
            throw new YamlException(second.Start, second.End, "a second document begins here; a file is one");

        return root;
    }

    private Node ReadNode(int depth)
    {
        if (depth > DeepestNesting)
            throw Unusable($"nested more than {DeepestNesting} deep");

        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias);

        var start = _parser.Require<NodeEvent>();
        RefuseTag(start);

        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = null;

        Node node = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            _ => ReadMapping(depth),
        };

        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = node;

        return node.Size <= LargestDocument ? node : throw Unusable($"more than {LargestDocument} values, aliases written out");
    }

    private Node Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value}' has no anchor '&{alias.Value}' before it");

        return node ?? throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value}' stands inside of what it repeats");
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();

        return new(PlaceOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private SequenceNode ReadSequence(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        List<Node> items = [];

        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));

        return new(PlaceOf(start), items);
    }

    private MappingNode ReadMapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        Dictionary<string, MappingEntry> entries = [];

        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var before = _parser.Require<NodeEvent>();
            var key = ReadNode(depth + 1) as ScalarNode ?? throw new YamlException(before.Start, before.End, "a key must be text");
            var entry = new MappingEntry(key.Text, key.Place, ReadNode(depth + 1));

            if (!entries.TryAdd(key.Text, entry))
            {
                var first = entries[key.Text].Place;
                _report(new(key.Place, $"duplicate key '{key.Text}'; the first is in line {first.Line}", IsDuplicateKey: true));
            }
        }

        return new(PlaceOf(start), [.. entries.Values]);
    }

    private static void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
            throw new YamlException(node.Start, node.End, $"the tag '{node.Tag}' has no meaning here; remove it");
    }

    private YamlException Unusable(string message)
    {
        var (start, end) = _parser.Current is { } current ? (current.Start, current.End) : (Mark.Empty, Mark.Empty);

        return new(start, end, message);
    }
}
