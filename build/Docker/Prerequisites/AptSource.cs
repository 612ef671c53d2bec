namespace Slipway.Docker.Prerequisites;

/// <summary>One of the machine's package sources (sources.list(5)), in either of its two formats.</summary>
/// <param name="Uris">Separated by blanks.</param>
/// <param name="SignedBy">The path of a keyring, or null for apt's own.</param>
public sealed record AptSource(string Uris, IReadOnlyList<string> Suites, IReadOnlyList<string> Components, string? SignedBy)
{
    /// <summary>The source of a suite's main component: the distribution's own archive.</summary>
    public static AptSource? Find(IEnumerable<AptSource> sources, string? suite) =>
        sources.FirstOrDefault(source => suite is not null && source.Suites.Contains(suite) && source.Components.Contains("main"));

    /// <param name="text">A file <c>*.sources</c>.</param>
    public static IEnumerable<AptSource> ParseStanzas(string text) => text.ReplaceLineEndings("\n").Split("\n\n")
        .Select(Fields)
        .Where(fields => Words(fields.GetValueOrDefault("Types", "")).Contains("deb"))
        .Where(fields => fields.GetValueOrDefault("Enabled", "yes") is not ("no" or "false"))
        .Select(fields => new AptSource(
            fields.GetValueOrDefault("URIs", ""),
            Words(fields.GetValueOrDefault("Suites", "")),
            Words(fields.GetValueOrDefault("Components", "")),
            // An embedded key has several lines; such a source is copied without it, and apt's own keys must do.
            fields.GetValueOrDefault("Signed-By") is { } key && key.StartsWith('/') ? key : null));

    /// <param name="text">A file <c>*.list</c>: <c>deb [options] uri suite component…</c>.</param>
    public static IEnumerable<AptSource> ParseLines(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.StartsWith("deb ", StringComparison.Ordinal) || line.StartsWith("deb\t", StringComparison.Ordinal))
        .Select(ParseLine)
        .OfType<AptSource>();

    private static AptSource? ParseLine(string line)
    {
        var rest = line[3..].Trim();
        string? signedBy = null;
        if (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            const string Option = "signed-by=";
            signedBy = Words(rest[1..end]).FirstOrDefault(option => option.StartsWith(Option, StringComparison.Ordinal))?[Option.Length..];
            rest = rest[(end + 1)..];
        }

        var words = Words(rest);
        return words.Length < 3 ? null : new(words[0], [words[1]], words[2..], signedBy);
    }

    private static Dictionary<string, string> Fields(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var name = "";
        foreach (var line in stanza.Split('\n').Where(line => !line.StartsWith('#') && line.Length > 0))
        {
            if (char.IsWhiteSpace(line[0]) && name.Length > 0)
            {
                fields[name] += " " + line.Trim();
            }
            else if (line.Split(':', 2) is [var key, var value])
            {
                name = key.Trim();
                fields[name] = value.Trim();
            }
        }

        return fields;
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
