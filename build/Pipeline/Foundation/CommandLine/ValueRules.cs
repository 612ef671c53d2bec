using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>What values must be like. Each rule answers with the problem, or null when there is none.</summary>
internal static partial class ValueRules
{
    public const string StatusCodesPattern = "^[2-4][0-9]{2}([,-][2-4][0-9]{2})*$";

    private const int LongestName = 255;
    private const int LongestBuildNumber = 100;

    /// <summary>Becomes part of Compose's project name, so it follows Compose's rule.</summary>
    public static string? Application(string text) =>
        text.Length <= 63 && IsLowerOrDigit(text[0]) && text.All(character => IsLowerOrDigit(character) || character is '-' or '_')
            ? null
            : $"'{text}' cannot be an application's name: lower-case letters, digits, '-' and '_', "
                + "the first a letter or a digit, 63 at most";

    /// <summary>Becomes part of tags and file names.</summary>
    public static string? Environment(string text) =>
        text.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(text[0]) && text.All(IsNameCharacter)
            ? null
            : $"'{text}' cannot be an environment's name: letters, digits, '-' and '_', the first a letter or a digit, 63 at most";

    /// <summary>Becomes part of tags and file names.</summary>
    public static string? BuildNumber(string text) =>
        text.Length is > 0 and <= LongestBuildNumber
            && text[0] is not ('.' or '-')
            && text.All(character => IsNameCharacter(character) || character == '.')
            ? null
            : $"'{text}' cannot be a build number: letters, digits, '_', '.' and '-', "
                + $"the first a letter, a digit or '_', {LongestBuildNumber} at most";

    public static string? Account(string text) =>
        text.Length == 12 && text.All(char.IsAsciiDigit)
            ? null
            : $"'{text}' is not an AWS account: twelve digits, for example \"012345678901\"";

    public static string? UrlPath(string text) =>
        text.StartsWith('/') && !text.Any(char.IsWhiteSpace) ? null : $"'{text}' is not the path of a URL: it begins with '/' and has no spaces";

    /// <summary>As the matcher of an Application Load Balancer's target group has them: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html</summary>
    public static string? StatusCodes(string text) => StatusCodesRegex().IsMatch(text)
        ? null
        : $"'{text}' is not a list of statuses that a health check takes: from 200 to 499, as in '200', '200,302' or '200-399'";

    /// <summary>Names of clusters, services and container definitions in ECS.</summary>
    public static string? EcsName(string text) =>
        text.Length <= LongestName && text.All(IsNameCharacter)
            ? null
            : $"'{text}' is not a name that ECS takes: letters, digits, '-' and '_', {LongestName} at most";

    public static string? ComposeService(string text) =>
        text.Length is > 0 and <= LongestName && text.All(character => IsNameCharacter(character) || character == '.')
            ? null
            : $"'{text}' is not a name that Compose takes for a service: letters, digits, '.', '_' and '-'";

    /// <summary>As ECR has it: parts of lower-case letters and digits, joined by single separators, 2 to 256 characters.</summary>
    public static string? ImageRepository(string text)
    {
        if (text.Contains(".dkr.ecr.", StringComparison.Ordinal))
            return $"'{text}' has the registry's host in it; write the repository's name alone, what stands behind the host's '/'";

        var separated = text.Split('/', '.', '_', '-');
        var isName = text.Length is >= 2 and <= 256 && separated.All(part => part.Length > 0 && part.All(IsLowerOrDigit));

        return isName
            ? null
            : $"'{text}' is not a repository's name: lower-case letters and digits, "
                + "joined by single '.', '_', '-' or '/', without host and tag";
    }

    public static string? RepositoryPath(string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal))
            return $"'{text}' has a backslash; write '/' on every platform";

        if (text[0] is '/' or '~' || (text.Length > 1 && text[1] == ':'))
            return $"'{text}' is not inside the repository; write a path relative to its root";

        return text.Split('/').Any(part => part is "" or "." or "..")
            ? $"'{text}' is not a plain path inside the repository: no empty part, no '.' and no '..'"
            : null;
    }

    /// <summary>A variable's name as POSIX has it.</summary>
    public static string? Variable(string text) =>
        !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? null
            : $"'{text}' is not the name of an environment variable: letters, digits and '_', the first no digit";

    public static string? LintRule(string text) =>
        text.Length == 6 && text[..3].All(char.IsAsciiLetterUpper) && text[3..].All(char.IsAsciiDigit)
            ? null
            : $"'{text}' is not a rule's name; write it as Lint prints it: three capital letters and three digits";

    public static string? WebUrl(string text)
    {
        var isWeb = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);
        var host = text.IndexOf("//", StringComparison.Ordinal) + 2;

        return isWeb && text.Length > host && text[host] is not ('/' or ':') && !text.Any(char.IsWhiteSpace)
            ? null
            : $"'{text}' is not a URL; write 'https://host/path' or 'http://host:port/path'";
    }

    [GeneratedRegex(StatusCodesPattern)]
    private static partial Regex StatusCodesRegex();

    private static bool IsLowerOrDigit(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
