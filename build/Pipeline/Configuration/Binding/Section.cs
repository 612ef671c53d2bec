using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>
/// A mapping while it is read. Asking for a key makes it a known one, so the list of valid keys cannot differ from the code that reads
/// them. After a mistake reading goes on with a stand-in that nobody will see, to find the next mistake.
/// </summary>
internal sealed class Section(MappingNode node, Place place, string path, Reading reading)
{
    private readonly List<string> _known = [];

    /// <summary>Of the key that the mapping belongs to.</summary>
    public Place Place => place;

    private IReadOnlyList<MappingEntry> Entries => node.Entries;

    /// <summary>The value under <paramref name="key"/>; null when there is none, or something else.</summary>
    public ScalarValue? Value(string key) => Find(key) is { } entry ? AsScalar(entry.Value, PathOf(key)) : null;

    public string RequiredText(string key, Func<string, string?>? rule = null) =>
        Value(key) is { } value ? value.Text(rule) ?? string.Empty : Missing(key, string.Empty);

    public Template RequiredTemplate(string key, TemplateKind kind, Func<string, string?>? rule = null)
    {
        var standIn = Template.Parse("-", TemplateKind.Text, place);

        return Value(key) is { } value ? value.Template(kind, rule) ?? standIn : Missing(key, standIn);
    }

    /// <summary>The values of the list under <paramref name="key"/>; null when there is no such key.</summary>
    public IReadOnlyList<ScalarValue>? Values(string key, bool atLeastOne)
    {
        if (Find(key) is not { } entry)
            return null;

        var items = Items(entry, PathOf(key));

        if (atLeastOne && items.Count == 0 && entry.Value is SequenceNode)
            reading.Errors.Add(entry.Value.Place, ErrorCode.MissingValue, $"'{PathOf(key)}' is empty; it must have at least one value");

        return [.. items.Select(item => AsScalar(item.Node, item.Path)).OfType<ScalarValue>()];
    }

    /// <summary>The section under <paramref name="key"/>; null when there is none, or something else.</summary>
    public Section? Child(string key) => Find(key) is { } entry ? AsSection(entry.Value, entry.Place, PathOf(key)) : null;

    public Section RequiredChild(string key)
    {
        var standIn = new Section(new(place, []), place, PathOf(key), reading with { IsComplete = false });

        return Find(key) is not null ? Child(key) ?? standIn : Missing(key, standIn);
    }

    /// <summary>The sections under keys that the user chose, such as the services under <c>images</c>.</summary>
    public IEnumerable<NamedSection> Named(string key, Func<string, string?> rule, bool atLeastOne)
    {
        var children = atLeastOne ? RequiredChild(key) : Child(key);

        if (children is null)
            yield break;

        if (atLeastOne && children.Entries.Count == 0 && Find(key) is { Value: MappingNode } empty)
            reading.Errors.Add(empty.Value.Place, ErrorCode.MissingValue, $"'{PathOf(key)}' is empty; it must have at least one entry");

        foreach (var entry in children.Entries)
        {
            if (rule(entry.Key) is { } problem)
                reading.Errors.Add(entry.Place, ErrorCode.InvalidValue, problem);

            if (children.Child(entry.Key) is { } section)
                yield return new(entry.Key, section);
        }
    }

    /// <summary>The sections of the list under <paramref name="key"/>; none when there is no such key.</summary>
    public IEnumerable<Section> Sections(string key)
    {
        if (Find(key) is not { } entry)
            yield break;

        foreach (var (item, itemPath) in Items(entry, PathOf(key)))
        {
            if (AsSection(item, item.Place, itemPath) is { } section)
                yield return section;
        }
    }

    /// <summary>A key that is valid here and read elsewhere.</summary>
    public void Leave(string key) => _known.Add(key);

    public T Missing<T>(string key, T standIn)
    {
        if (reading.IsComplete)
        {
            var where = path.Length == 0 ? string.Empty : $" in '{path}'";
            reading.Errors.Add(place, ErrorCode.MissingValue, $"missing key '{key}'{where} (environment '{reading.Environment}')");
        }

        return standIn;
    }

    public void Note(Place where, ErrorCode code, string message) => reading.Errors.Add(where, code, message);

    /// <summary>Notes every key that nothing asked for.</summary>
    public void Close()
    {
        foreach (var entry in Entries.Where(entry => !_known.Contains(entry.Key)))
            reading.Errors.Add(entry.Place, ErrorCode.UnknownKey, $"unknown key '{entry.Key}'{Suggestion.Phrase(entry.Key, _known)}");
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private MappingEntry? Find(string key)
    {
        if (!_known.Contains(key))
            _known.Add(key);

        if (node.Find(key) is not { } entry)
            return null;

        reading.Places[PathOf(key)] = entry.Place;
        return entry;
    }

    private List<ListItem> Items(MappingEntry entry, string listPath)
    {
        if (entry.Value is not SequenceNode sequence)
        {
            reading.Refuse(entry.Value, listPath, "a list");
            return [];
        }

        var items = sequence.Items.Select((item, index) => new ListItem(item, $"{listPath}[{index}]")).ToList();

        foreach (var item in items)
            reading.Places[item.Path] = item.Node.Place;

        return items;
    }

    private ScalarValue? AsScalar(Node value, string valuePath)
    {
        if (value is ScalarNode { IsNull: false } scalar)
            return new(scalar, valuePath, reading);

        reading.Refuse(value, valuePath, "a single value");
        return null;
    }

    private Section? AsSection(Node value, Place valuePlace, string valuePath)
    {
        if (value is MappingNode mapping)
            return new(mapping, valuePlace, valuePath, reading);

        reading.Refuse(value, valuePath, "a mapping");
        return null;
    }
}
