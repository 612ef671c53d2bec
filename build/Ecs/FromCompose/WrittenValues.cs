using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose;

/// <summary>
/// Tells what stands in the Compose file itself, also as the default of a variable, from what this machine says: its variables, <c>.env</c> and files of an
/// <c>env_file</c>. The latter is right for the rehearsal, and for no other environment.
/// </summary>
internal sealed partial class WrittenValues(ComposeService service, TaskConversion task)
{
    /// <summary>Stands where only the user knows what belongs there.</summary>
    public const string FillIn = Slipway.Ecs.TaskDefinitions.FillIn.Word;

    private readonly ComposeService? _written = task.Options.Written?.Services.FirstOrDefault(other => other.Name == service.Name);

    /// <summary>Whether all that is known comes from the file.</summary>
    private bool IsAll => task.Options.Written is null;

    /// <summary>Whether the service has more in another file, which is not read here: that counts as standing in the file, too.</summary>
    private bool IsExtended => _written?.Node.Says("extends") == true;

    /// <summary>Whether a variable's value is in the file.</summary>
    public bool Has(string variable, string? value) => IsAll || (_written?.Environment.GetValueOrDefault(variable) is { } text ? IsSame(text, value ?? "") : IsExtended);

    /// <summary>A variable's value for the environment: where this machine says it, <see cref="FillIn"/> stands in its place, in a rehearsal excepted.</summary>
    public string OfVariable(string variable, string value) => For(variable, _written?.Environment.GetValueOrDefault(variable), value);

    /// <summary>The same for a label, whose name may be of this machine, too.</summary>
    public string OfLabel(string label, string value)
    {
        if (_written is null) return IsAll ? value : For("labels", null, value);
        var labels = _written.Node.Members("labels").ToDictionary(pair => pair.Key, pair => pair.Value.Text() ?? "");
        foreach (var pair in _written.Node.Texts("labels").Select(text => text.Split('=', 2))) labels[pair[0]] = pair.ElementAtOrDefault(1) ?? "";
        return labels.TryGetValue(label, out var written) ? For("labels", written, value) : value;
    }

    /// <summary>The same for the words of a key, such as <c>command</c>.</summary>
    /// <param name="key">Where the words stand.</param>
    /// <param name="written">The words of the same place in the file that is not interpolated.</param>
    public IReadOnlyList<string> OfWords(string key, IReadOnlyList<string> words, Func<ComposeService, IReadOnlyList<string>> written)
    {
        if (IsAll || _written is null || task.Options.IsRehearsal) return words;
        var texts = written(_written);
        // A command may be one text, which Compose splits after its variables have been put in.
        if (texts is [var line] && !(words is [var word] && word.Any(char.IsWhiteSpace))) texts = [.. Word().Matches(line).Select(part => Quotes().Replace(part.Value, "$1$2$3"))];
        if (texts.Count == words.Count) return [.. words.Zip(texts, (value, text) => For(key, text, value))];
        return texts.Any(text => Any().IsMatch(Expanded(text))) ? [For(key, null, "")] : words;
    }

    /// <summary>The same for one text of the service, such as <c>user</c>.</summary>
    public string OfText(string key, string value, Func<ComposeService, string?> written) =>
        !IsAll && _written is not null && written(_written) is { } text ? For(key, text, value) : value;

    /// <summary>The same for an option of a volume's driver.</summary>
    /// <param name="volume">Its key in the document.</param>
    public string OfDriverOption(string volume, string option, string value) =>
        task.Options.Written?.Root.Object("volumes").Object(volume).Object("driver_opts").Text(option) is { } text ? For("driver_opts", text, value) : value;

    /// <summary>Names of the variables that a text of the file takes from the machine.</summary>
    public static IEnumerable<string> ReferencesIn(string text) => Any().Matches(text).Select(reference => reference.Groups["name"].Value);

    private string For(string name, string? written, string value)
    {
        if (IsAll || task.Options.IsRehearsal || (written is null ? IsExtended : IsSame(written, value)) || NamesPeer(name, value)) return value;
        var text = written is null ? FillIn : Any().Replace(Expanded(written), FillIn);
        // One default in another is not told apart.
        text = Begin().IsMatch(text) ? FillIn : Unescaped(text);
        if (!text.Contains(FillIn, StringComparison.Ordinal)) return text;
        var names = task.FilledIn.TryGetValue(service.Name, out var known) ? known : task.FilledIn[service.Name] = [];
        if (!names.Contains(name)) names.Add(name);
        return text;
    }

    /// <summary>The names of services in the task are the same in every environment, wherever the value comes from.</summary>
    private bool NamesPeer(string variable, string value) => task.Peers.Of(service).Any(peer => peer.Host.IsHostIn(variable, value));

    private static bool IsSame(string written, string value) => Unescaped(Expanded(written)) == value;

    private static string Expanded(string text) => Default().Replace(text, "${default}");

    private static string Unescaped(string text) => text.Replace("$$", "$", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*:?-(?<default>[^${}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Default();

    [GeneratedRegex(@"(?<!\$)\$\{")]
    private static partial Regex Begin();

    [GeneratedRegex("""([^\s"'\\]|\\.|"([^"\\]|\\.)*"|'[^']*')+""", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex("""
        "((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)
        """)]
    private static partial Regex Quotes();

    /// <summary>A variable, with a default or without.</summary>
    [GeneratedRegex(@"(?<!\$)\$(\{(?<name>[A-Za-z_][A-Za-z0-9_]*)[^{}]*\}|(?<name>[A-Za-z_][A-Za-z0-9_]*))", RegexOptions.ExplicitCapture)]
    private static partial Regex Any();
}
