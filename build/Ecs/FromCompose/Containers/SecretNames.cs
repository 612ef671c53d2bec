using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Tells variables that hold a secret, by their name and by what their value looks like.</summary>
internal static partial class SecretNames
{
    public static bool IsSecret(string name, string value)
    {
        if (value.Length == 0 || Switch().IsMatch(value)) return false;
        return PasswordIn(value) is not null || SecretVariable.KindOf(value) is not null || IsNameOfSecret(name);
    }

    /// <summary>Whether a variable is called like a secret, whatever its value is.</summary>
    public static bool IsNameOfSecret(string name) => SecretName().IsMatch(name) && !SecretVariable.IsAboutSecret(name) && !Harmless().IsMatch(name);

    /// <summary>The password in a text that says more: a URL, a connection string, options; null when there is none.</summary>
    public static string? PasswordIn(string value) =>
        new[] { UrlWithPassword(), Setting(), Login() }.Select(form => form.Match(value)).FirstOrDefault(found => found.Success)?.Groups["password"].Value;

    /// <summary>What of a secret variable's value is to be kept: the password in it, which with <c>NAME_AUTH</c> stands behind a user; else all of it.</summary>
    public static string PasswordOf(string name, string value) =>
        PasswordIn(value) ?? (name.EndsWith("_AUTH", StringComparison.OrdinalIgnoreCase) && UserAndPassword().Match(value) is { Success: true } both ? both.Groups["password"].Value : value);

    [GeneratedRegex("PASS(WORD|WD|PHRASE)?($|_)|PWD?$|SECRET|TOKEN|CREDENTIAL|_KEY$|^KEY$|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|_AUTH$|(^|_)SALT$|_COOKIE$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    /// <summary>Settings about a password, such as MYSQL_RANDOM_ROOT_PASSWORD.</summary>
    [GeneratedRegex("ALLOW_EMPTY|RANDOM_ROOT|ONETIME|PUBLISHABLE|^PWD$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    /// <summary>Such as NEO4J_AUTH=none and SMTP_AUTH=plain.</summary>
    [GeneratedRegex("^(true|false|yes|no|on|off|none|plain|login)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Switch();

    [GeneratedRegex("://[^/@:]*:(?<password>[^/@]+)@", RegexOptions.ExplicitCapture)]
    private static partial Regex UrlWithPassword();

    /// <summary>As in <c>Server=db;Password=x</c> and <c>jdbc:…?user=a&amp;password=b</c>; a variable of a shell is none.</summary>
    [GeneratedRegex("""
        (password|passwd|pwd)\s*=\s*['"]?(?<password>[^\s;&,'"$]+)
        """, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    /// <summary>Without a scheme, as in <c>root:pw@tcp(db:3306)/shop</c> and <c>user:pw@mail:587</c>; an image with its digest is none.</summary>
    [GeneratedRegex(@"^(?!(mailto|npm|acct|xmpp|sips?):)[^/:@\s]+:(?!//)(?<password>\S+)@(\w*\(|[A-Za-z0-9.-]+(:[0-9]+)?(/|$))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Login();

    /// <summary>As in NEO4J_AUTH=neo4j/pw and FLOWER_BASIC_AUTH=user:pw.</summary>
    [GeneratedRegex(@"^[^/:\s]+[/:](?<password>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex UserAndPassword();
}
