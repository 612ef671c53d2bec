using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>
/// What is secret in the value of one variable. A file of variables holds plain settings too (a host, a port, a mode); those stay
/// readable.
/// </summary>
internal static partial class SecretVariable
{
    /// <summary>Shorter ones cannot be told from anything else that is printed.</summary>
    public const int Shortest = 4;

    private const int ShortestUnnamed = 8;
    private const int ShortestNumber = 6;

    /// <param name="given">What follows the equals sign, quotes and comment included.</param>
    public static IEnumerable<string> Of(string name, string given)
    {
        var raw = given.Trim();
        var quote = raw is ['"' or '\'', ..] ? raw[0] : '\0';
        var content = quote == '\0' ? WithoutComment(raw) : raw[1..Math.Max(1, raw.LastIndexOf(quote))];

        // ECS takes quotes and comments as part of the value, and Compose replaces what looks like a variable.
        var readings = new List<string> { raw, content };
        if (quote == '"') readings.Add(Unescape(content));
        if (quote != '\'' && content.Contains('$')) readings.AddRange(Interpolated(content));
        return readings.SelectMany(reading => OfText(name, reading, content)).Distinct();
    }

    /// <param name="text">The value itself, on one line or several.</param>
    public static IEnumerable<string> OfText(string name, string text) => OfText(name, text, text);

    private static IEnumerable<string> OfText(string name, string text, string content)
    {
        if (IsSecret(name, content))
        {
            var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= Shortest && !line.StartsWith("-----", StringComparison.Ordinal));
            foreach (var line in lines) yield return line;
        }

        foreach (Match part in Inside().Matches(text))
        {
            if (part.Groups["part"].Value is not { Length: >= Shortest } secret) continue;
            yield return secret;
            yield return Uri.UnescapeDataString(secret);
        }
    }

    private static bool IsSecret(string name, string value)
    {
        if (value.Length < Shortest || Switch().IsMatch(value)) return false;
        var isNumber = Number().IsMatch(value);
        if (SecretName().IsMatch(name) && !SettingName().IsMatch(name)) return !isNumber || value.Length >= ShortestNumber;
        return value.Length >= ShortestUnnamed && !isNumber && !Setting().IsMatch(value) && !(SettingName().IsMatch(name) && Words().IsMatch(value));
    }

    private static string WithoutComment(string value) => value.IndexOf(" #", StringComparison.Ordinal) is var comment and > 0 ? value[..comment].TrimEnd() : value;

    private static string Unescape(string value) => value.Replace("\\n", "\n").Replace("\\r", "\r").Replace("\\\"", "\"").Replace("\\$", "$").Replace("\\\\", "\\");

    /// <summary>What Compose makes of <c>$name</c> in a password: nothing, and a warning that has the name.</summary>
    private static IEnumerable<string> Interpolated(string value)
    {
        yield return Reference().Replace(value.Replace("$$", "$"), "");
        foreach (Match reference in Reference().Matches(value))
        {
            // A reference to another variable is written in capitals, and no secret.
            if (reference.Groups["name"].Value is var name && name.Length >= Shortest && !name.All(c => char.IsAsciiLetterUpper(c) || c == '_')) yield return name;
        }
    }

    [GeneratedRegex("KEY|SECRET|PASS|PWD|TOKEN|CREDENTIAL|PRIVATE|AUTH|DSN|SALT|SIGNATURE|WEBHOOK", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("(^|[_.-])(HOST|HOSTNAME|PORT|URL|URI|ENDPOINT|DOMAIN|REGION|ENV|ENVIRONMENT|NAME|USER|USERNAME|DATABASE|DRIVER|CONNECTION|LEVEL|CHANNEL|DEBUG|TIMEZONE|LOCALE|PATH|FILE|DIR|MODE|PREFIX|BUCKET|QUEUE|TTL|TIMEOUT|LIFETIME|SIZE|LENGTH|TYPE|METHOD|ALGORITHM|SOCK)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingName();

    [GeneratedRegex("^(true|false|null|none|on|off|yes|no)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Switch();

    [GeneratedRegex("^[0-9.]+$")]
    private static partial Regex Number();

    // Words, a host, a path or a URL without user information and query: what is in logs for good reasons. Letters and digits
    // that take turns are no word.
    [GeneratedRegex(@"^([a-z]+://)?([._/:-]|(?<![A-Za-z0-9])([A-Z]?[a-z]{1,20}|[A-Z]{1,20})[0-9]{0,4}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[0-9]{1,5}(?![A-Za-z0-9]))+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    // The same for a variable whose name says what it is: a name with blanks, the host of a database, which has its id in it.
    [GeneratedRegex(@"^([a-z]+://)?[A-Za-z0-9 ._/:,-]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();

    // The password of a URL, and of a connection string or query.
    [GeneratedRegex("""://[^/\s:@]*:(?<part>[^/\s@]+)@|(pass(word|wd|phrase)?|pwd|secret|token|key|sig(nature)?)=(?<part>[^;&,\s"']+)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Inside();

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_][A-Za-z0-9_]*)[^}\s]*\}|\$(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
