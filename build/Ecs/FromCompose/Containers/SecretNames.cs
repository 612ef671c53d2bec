using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Tells variables that hold a secret, by their name and by what their value looks like.</summary>
internal static partial class SecretNames
{
    public static bool IsSecret(string name, string value)
    {
        if (value.Length == 0 || Switch().IsMatch(value)) return false;
        return UrlWithPassword().IsMatch(value) || (SecretName().IsMatch(name) && !Harmless().IsMatch(name));
    }

    [GeneratedRegex("PASS(WORD|WD|PHRASE)?($|_)|PWD$|SECRET|TOKEN|CREDENTIAL|_KEY$|^KEY$|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex("_FILE$|_PATH$|_URL$|ALLOW_EMPTY|PUBLIC_?KEY|PUBLISHABLE|_TTL$|_EXPIRY$|_LENGTH$|^PWD$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Harmless();

    /// <summary>Such as MYSQL_RANDOM_ROOT_PASSWORD=yes.</summary>
    [GeneratedRegex("^(true|false|yes|no|on|off|[0-9]{1,3})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Switch();

    [GeneratedRegex("://[^/@:]*:[^/@]+@", RegexOptions.ExplicitCapture)]
    private static partial Regex UrlWithPassword();
}
