using System.Text.RegularExpressions;

namespace Slipway.Ecs.Networking;

/// <summary>What a variable's name, or the beginning of a line, says about a value that could be a host.</summary>
internal static partial class HostVariable
{
    /// <summary>Whether a value that is nothing but a name, or a list of names, is a host there, as in <c>DB_HOST</c> and <c>KAFKA_SERVERS</c>.</summary>
    public static bool IsHost(string variable) => (Hosts().IsMatch(variable) || HostsInCamelCase().IsMatch(variable)) && !OwnOrForeign().IsMatch(variable);

    /// <summary>Whether a bare name is something else there: a database, a user, a driver.</summary>
    public static bool IsOther(string variable) => Others().IsMatch(variable) || OwnOrForeign().IsMatch(variable);

    /// <summary>Whether <c>name:2024</c> is an image, or a user and a group, and no host with its port.</summary>
    public static bool IsReference(string variable) => References().IsMatch(variable);

    /// <summary>Whether the container's own name is there an address that it listens on, and not one that is asked or that others are told.</summary>
    /// <param name="variable">Empty for the words of a command.</param>
    public static bool Listens(string variable, string text) => variable.Length > 0 ? Listeners().IsMatch(variable) : ListenOption().IsMatch(text);

    public static bool MeansHost(string beginning) => HostWords().IsMatch(beginning);

    public static bool IsComment(string line) => Comment().IsMatch(line);

    [GeneratedRegex("(HOST(NAME|S)?|(^|[_.-])(ADDR(ESS(ES)?)?|ENDPOINTS?|UPSTREAMS?|SERVERS?|UR[LI]S?|BROKERS?|PEERS?|DSN))([_.-]?[0-9]+)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Hosts();

    [GeneratedRegex("[a-z0-9](Addr|Address|Endpoint|Server|Ur[il])s?$", RegexOptions.ExplicitCapture)]
    private static partial Regex HostsInCamelCase();

    /// <summary>Which addresses the container itself has, or whom it answers.</summary>
    [GeneratedRegex("(^|[_.-])(ALLOWED|TRUSTED|VIRTUAL|BIND|LISTEN|EMAIL|FROM|REPLY|CORS)|^HOSTNAME$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnOrForeign();

    [GeneratedRegex("^(?!.*(ADVERTISE|ANNOUNCE)).*(^|[_.-])(BIND|LISTEN)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Listeners();

    /// <summary>As in <c>--bind</c>, <c>-b</c>, and <c>--host</c> of a server.</summary>
    [GeneratedRegex(@"(^|[\s\x1f])(-b|--?(?![a-z-]*(advertise|announce))[a-z-]*(bind|listen|host)[a-z_-]*)[\s\x1f=]", RegexOptions.ExplicitCapture)]
    private static partial Regex ListenOption();

    [GeneratedRegex(
        "((^|[_.-])(DB|NAME|ENV|ROLE|TAG|ID|MODE|TYPE)|DATABASE|USER(NAME)?|PASS(WORD|WD)?|DRIVER|CONNECTION|STORE|ENGINE|DIALECT|ENVIRONMENT|PREFIX|SCHEMA|IMAGE|VERSION|GROUP|TOPIC|QUEUE|INDEX|BUCKET|PROJECT|COMPONENT|NAMESPACE|LABEL)S?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Others();

    [GeneratedRegex("(IMAGE|(^|[_.-])TAG|VERSION|USER|GROUP|UID|PACKAGE)S?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex References();

    [GeneratedRegex("server|proxy|pass|upstream|backend|host|addr|url|uri|endpoint|target|broker|seed|node|connect|wait|dial", RegexOptions.IgnoreCase)]
    private static partial Regex HostWords();

    [GeneratedRegex(@"^\s*(#|//|;|--|\*|<!--|/\*)")]
    private static partial Regex Comment();
}
