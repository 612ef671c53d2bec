using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Tells variables that hold a secret, by their name and by what their value looks like.</summary>
internal static partial class SecretNames
{
    public static bool IsSecret(string name, string value)
    {
        if (value.Length == 0 || Switch().IsMatch(value)) return false;
        return PasswordOf(value) is not null || IsNameOfSecret(name);
    }

    /// <summary>Whether a variable is called like a secret, whatever its value is.</summary>
    public static bool IsNameOfSecret(string name) => SecretName().IsMatch(name) && !Harmless().IsMatch(name);

    /// <summary>The password in a URL, or in the settings of a connection such as <c>Server=db;Password=…</c> and <c>host=db password=…</c>; null when there is none.</summary>
    public static string? PasswordOf(string value) =>
        new[] { UrlWithPassword().Match(value), SettingOfPassword().Match(value) }.FirstOrDefault(match => match.Success)?.Groups["password"].Value;

    [GeneratedRegex("PASS(WORD|WD|PHRASE)?($|_)|PWD$|SECRET|TOKEN|CREDENTIAL|_KEY$|^KEY$|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex("_FILE$|_PATH$|_URL$|ALLOW_EMPTY|PUBLIC_?KEY|PUBLISHABLE|_TTL$|_EXPIRY$|_LENGTH$|^PWD$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Harmless();

    /// <summary>Such as MYSQL_RANDOM_ROOT_PASSWORD=yes.</summary>
    [GeneratedRegex("^(true|false|yes|no|on|off|[0-9]{1,3})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Switch();

    [GeneratedRegex("://[^/@:]*:(?<password>[^/@]+)@", RegexOptions.ExplicitCapture)]
    private static partial Regex UrlWithPassword();

    /// <summary>What begins with <c>$</c> or <c>&lt;</c> is put in later.</summary>
    [GeneratedRegex(@"(^|[;&?\s]|--)(password|pwd)\s*=\s*(?<password>[^;&\s$<]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingOfPassword();
}
