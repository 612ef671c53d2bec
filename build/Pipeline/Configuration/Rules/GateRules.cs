using System.Globalization;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What values of <c>gates</c> must be like. Each rule answers with the problem, or null.</summary>
internal static class GateRules
{
    public const string NamePattern = "^[a-z0-9][a-z0-9_-]{0,62}$";
    public const string LimitPattern = @"^(?:note|warning|error|low|medium|high|critical|10(?:\.0)?|[1-9](?:\.[0-9])?|0\.[1-9])$";
    public const string DatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    public const string ImagePattern = @"^[A-Za-z0-9][^\s]*$";

    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Becomes a part of a container's name and a file's.</summary>
    public static string? Name(string text) => ValueRules.Application(text) is null
        ? null
        : $"'{text}' cannot be a gate's name: lower-case letters, digits, '-' and '_', the first a letter or a digit, 63 at most";

    public static string? Limit(string text) => GateLimit.Parse(text) is not null && (char.IsAsciiLetter(text[0]) || IsNumber(text))
        ? null
        : $"'{text}' is no limit: write a level of SARIF (note, warning, error), a severity (low, medium, high, critical), or a number from 0.1 to 10";

    public static string? Date(string text) => ParseDate(text) is not null ? null : $"'{text}' is not a day; write it as 2027-01-31";

    public static DateOnly? ParseDate(string text) => DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static string? Image(string text) => char.IsAsciiLetterOrDigit(text[0]) && !text.Any(char.IsWhiteSpace) ? null : $"'{text}' is not the name of an image, such as 'semgrep/semgrep:1.100.0'";

    /// <summary>As scores are written: no zero before the digits, and one behind the point at most.</summary>
    private static bool IsNumber(string text) =>
        text is "10" or "10.0" || (text.Length is 1 or 3 && char.IsAsciiDigit(text[0]) && (text.Length == 1 || (text[1] == '.' && char.IsAsciiDigit(text[2]))));
}
