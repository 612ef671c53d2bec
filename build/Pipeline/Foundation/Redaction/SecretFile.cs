using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>
/// Finds in a secret file what must not be printed: the values of variables (as Compose reads them, and as ECS does), the strings of a
/// JSON document, the lines of anything else.
/// </summary>
internal static partial class SecretFile
{
    private const int ShortestLine = 8;

    public static IReadOnlyList<string> Values(string text) => [.. (ParseJson(text) is { } json ? OfJson("", json) : OfLines(text)).Where(value => value.Length > 0).Distinct()];

    private static JsonNode? ParseJson(string text)
    {
        if (text.TrimStart() is not ['{' or '[', ..]) return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> OfJson(string name, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => OfJson(member.Key, member.Value)),
        JsonArray elements => elements.SelectMany(element => OfJson(name, element)),
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => SecretVariable.OfText(name, value.ToString()),
        _ => [],
    };

    private static IEnumerable<string> OfLines(string text)
    {
        var lines = text.Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            var line = lines[number].Trim();
            if (line.StartsWith("-----BEGIN", StringComparison.Ordinal))
            {
                var isSecret = !Published().IsMatch(line);
                while (++number < lines.Length && !lines[number].Contains("-----END", StringComparison.Ordinal))
                {
                    if (isSecret) yield return lines[number].Trim();
                }

                continue;
            }

            // A variable that is commented out may have had the password of last week, or of another environment.
            var variable = Encoded().IsMatch(line) ? Match.Empty : Variable().Match(line.TrimStart('#', ' '));
            if (!variable.Success)
            {
                foreach (var value in OfLine(line)) yield return value;
                continue;
            }

            var given = variable.Groups["value"].Value;
            if (IsOpen(given))
            {
                foreach (var value in OfOpenValue(variable, lines, ref number)) yield return value;
                continue;
            }

            foreach (var value in SecretVariable.Of(variable.Groups["name"].Value, given)) yield return value;
        }
    }

    private static IEnumerable<string> OfLine(string line)
    {
        if (line.Length < ShortestLine || line[0] == '#' || line.StartsWith("-----", StringComparison.Ordinal)) yield break;
        yield return line;

        // Not what a file of variables has, but perhaps meant so; a parser's complaint would quote it from there.
        if (line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 && line.Length - equals > ShortestLine) yield return line[(equals + 1)..].Trim();
    }

    /// <summary>A quoted value that continues for several lines: each of them, and what would be a variable there if the quote were a mistake.</summary>
    private static List<string> OfOpenValue(Match variable, string[] lines, ref int number)
    {
        var values = new List<string>();
        var quote = variable.Groups["value"].Value.TrimStart()[0];
        var first = variable.Groups["value"].Value.Trim().TrimStart(quote);
        if (first.Length >= ShortestLine && !first.StartsWith("-----", StringComparison.Ordinal)) values.Add(first);
        while (++number < lines.Length)
        {
            var line = lines[number].Trim();
            var end = line.IndexOf(quote, StringComparison.Ordinal);
            var part = (end < 0 ? line : line[..end]).Trim();
            if (!part.StartsWith("-----", StringComparison.Ordinal) && part.Length > 0) values.Add(part);
            if (!Encoded().IsMatch(line) && Variable().Match(line) is { Success: true } inside) values.AddRange(SecretVariable.Of(inside.Groups["name"].Value, inside.Groups["value"].Value));
            if (end >= 0) break;
        }

        return values;
    }

    private static bool IsOpen(string value) =>
        value.TrimStart() is [('"' or '\'') and var quote, .. var rest] && !rest.Replace("\\\"", "").Contains(quote);

    [GeneratedRegex(@"^(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)\s*=(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex("CERTIFICATE|PUBLIC KEY|PARAMETERS|CRL")]
    private static partial Regex Published();

    // A line of base64 may end like a variable without a value.
    [GeneratedRegex(@"^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/]{20,}={0,2}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Encoded();
}
