using System.Text.RegularExpressions;

namespace Slipway.Ecs.Networking;

/// <summary>
/// Finds where a text has a name in the place of a host: in an address (<c>//redis</c>, <c>user@redis:6379</c>), before a port, after a key or an option that
/// means one (<c>host=redis</c>, <c>-h redis</c>). A name anywhere else is an ordinary word: a database, a user or a driver can be called like a service.
/// </summary>
internal sealed class HostName
{
    /// <summary>Between the words of a command, so that one text shows an option and its argument.</summary>
    public const char Separator = '\u001f';

    /// <summary>Where the containers of a task reach each other, when they share one network.</summary>
    public const string Localhost = "127.0.0.1";

    private const string Quotes = "\"'`";
    private const string Space = @"[\s\x1f]";
    private const string Before = @"(?:^|[\s\x1f=(,;:\[{<|" + Quotes + "])";

    /// <summary>Schemes whose first part is no host.</summary>
    private const string Elsewhere = "(?:s3[an]?|gs|gcs|abfss?|wasbs?|file|docker(?:-image)?|oci|ssm|secretsmanager|vault|sqlite3?|memory|mem|package|app|arn)";

    private const string Key = "(?i:(?<!local)host(?:name|s)?|server|addr(?:ess)?|data source|endpoint)";
    private const string Assignment = $@"{Key}(?:[{Quotes}\]]*\s*(?:=>|:-|[:=])\s*[{Quotes}\[]*|[{Quotes})\]]*\s*(?:\|\||\?\?|\?:)\s*[{Quotes}]|[{Quotes}]\)?\s*,\s*[{Quotes}])";
    private const string Call = $@"(?:[A-Za-z]Connection|[Cc]onnect|[Cc]lient|[Dd]ial|[Rr]edis|Jedis)\(\s*[{Quotes}]";
    private const string Option = $"(?:^|[\\s\\x1f{Quotes}])(?:-h{Space}?|-H{Space}|--[a-z-]*(?:host(?:name)?|server|addr(?:ess)?|endpoint|url|uri|broker)s?[\\s\\x1f=]+)[{Quotes}]?";
    private const string Tool = $@"(?:^|[\s\x1f;&|(`])(?:nc|ncat|telnet|ping|curl|wget|(?:\S*/)?wait-for(?:-it)?(?:\.sh)?)(?:{Space}+-[^\s\x1f]+)*{Space}+";
    private const string Directive = @"^\s*(?:server|reverse_proxy|[a-z]+_pass)\s+(?:\S+\s+)?";

    /// <summary>The most that is read of a user before a host, in characters, so that the time of a search grows with the text alone.</summary>
    private const string Run = "{0,256}";

    /// <summary>In characters. Longer ones are data or made by a program.</summary>
    private const int LongestLine = 4096;

    /// <summary>Far more than any text takes, on a busy machine too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Regex _named;
    private readonly Regex _withPort;
    private readonly Regex _listed;
    private readonly Regex _doubtful;

    /// <param name="name">Not empty.</param>
    public HostName(string name)
    {
        Name = name;
        // A longer name, such as db.example.com, is another host; the part before an @ is a user.
        var host = $@"{Regex.Escape(name)}(?![A-Za-z0-9_-]|\.[A-Za-z0-9])";
        var notUser = $@"(?![^/?#\s\x1f{Quotes}]{Run}@)";
        var address = $@"(?<={Before}//(?:[^/?#\s\x1f{Quotes}]{Run}[@,])?)(?<!\b{Elsewhere}://){host}{notUser}";
        var account = $@"(?<=[^\s\x1f=(,/@{Quotes}]@){host}(?=[:/])";
        _named = Expression($"{address}|{account}|(?<={Assignment}){host}|(?<={Call}){host}|(?<={Option}){host}|(?<={Tool}){host}(?![=.])|(?<={Directive}){host}(?=[\\s;:]|$)");
        _withPort = Expression($@"(?<=^|[\s\x1f,=(\[;|{{<{Quotes}])(?<!\bchown{Space}+(?:-\S+{Space}+)?)(?<!(?:-u|--user|--chown)[\s\x1f=]){host}(?=:(?:80|[0-9]{{3,5}})(?![A-Za-z0-9._-]))");
        // What stands before :// is a scheme, which may be called like the service: redis://redis:6379.
        _listed = Expression($@"(?<=^|[,;\s]){host}(?=[,;\s/]|:(?!//)|$)");
        _doubtful = Expression($@"(?:{Before}//|@)(?<!\b{Elsewhere}://){host}{notUser}(?:[:/?,]|$)|(?:^|[\s,=(]){host}:[0-9]");
    }

    public string Name { get; }

    /// <param name="variable">The name of the variable that has the value; empty for the words of a command.</param>
    public bool IsHostIn(string variable, string text) => text.Contains(Name, StringComparison.Ordinal)
        && (Has(_named, text) || (HostVariable.IsHost(variable) && Has(_listed, text)) || (!HostVariable.IsReference(variable) && Has(_withPort, text)));

    /// <summary>Whether it may be meant as a host, which nothing around it says.</summary>
    public bool MayBeHostIn(string variable, string text) => text.Contains(Name, StringComparison.Ordinal) && !HostVariable.IsReference(variable)
        && (text == Name ? variable.Length > 0 && !HostVariable.IsOther(variable) : Has(_doubtful, text));

    /// <summary>The text with another host in the name's place wherever it is one.</summary>
    /// <param name="variable">As for <see cref="IsHostIn"/>.</param>
    public string Replaced(string variable, string text, string by = Localhost)
    {
        if (!text.Contains(Name, StringComparison.Ordinal)) return text;
        text = Searched(() => _named.Replace(text, by), text);
        if (!HostVariable.IsReference(variable)) text = Searched(() => _withPort.Replace(text, by), text);
        return HostVariable.IsHost(variable) ? Searched(() => _listed.Replace(text, by), text) : text;
    }

    /// <summary>A line of a file that is not written for this: a name with a port needs a word before it that means a host.</summary>
    public bool IsHostInLine(string line)
    {
        if (line.Length > LongestLine || !line.Contains(Name, StringComparison.Ordinal) || HostVariable.IsComment(line)) return false;
        return Has(_named, line) || Searched(() => _withPort.Matches(line).Any(match => HostVariable.MeansHost(line[..match.Index])), false);
    }

    private static bool Has(Regex expression, string text) => Searched(() => expression.IsMatch(text), false);

    /// <summary>A text in which the search takes too long has no host that is known for one.</summary>
    private static T Searched<T>(Func<T> search, T otherwise)
    {
        try
        {
            return search();
        }
        catch (RegexMatchTimeoutException)
        {
            return otherwise;
        }
    }

    private static Regex Expression(string pattern) => new(pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Limit);
}
