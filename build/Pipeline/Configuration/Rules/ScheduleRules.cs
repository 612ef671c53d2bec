using System.Globalization;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What EventBridge Scheduler takes, as far as a text tells; what it means is checked there. Each rule answers with the problem, or null.</summary>
internal static class ScheduleRules
{
    public const string NamePattern = @"^[0-9A-Za-z_.{}-]{1,64}$";
    public const string GroupPattern = @"^[0-9A-Za-z_.-]{1,64}$";
    public const string ExpressionPattern = @"^(?:rate\([1-9][0-9]{0,8} (?:minute|hour|day)s?\)|cron\([^\s()]+(?: [^\s()]+){5}\)|at\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\))$";
    public const string TimeZonePattern = @"^[A-Za-z0-9_+/-]{1,50}$";

    private const int CronFields = 6;

    private static readonly string[] Units = ["minute", "minutes", "hour", "hours", "day", "days"];

    public static string? Name(string text) => Consists(text, "_.{}-", ScheduleSettings.LongestName) ? null : $"'{text}' is not the name of a schedule: letters, digits and '_.-', 64 at most";

    public static string? Group(string text) => Consists(text, "_.-", ScheduleSettings.LongestName) ? null : $"'{text}' is not the name of a schedule group: letters, digits and '_.-', 64 at most";

    public static string? TimeZone(string text) => Consists(text, "_+/-", 50) ? null : $"'{text}' is not the name of a time zone, such as 'Europe/London'";

    public static string? Expression(string text) => IsExpression(text)
        ? null
        : $"'{text}' is not a schedule expression: 'cron(0 3 * * ? *)', whose fields are minutes, hours, day of month, month, day of week and year, 'rate(5 minutes)' or 'at(2030-01-31T03:00:00)'";

    private static bool IsExpression(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')')) return false;
        var (kind, inner) = (text[..open], text[(open + 1)..^1]);
        var words = inner.Split(' ');
        return kind switch
        {
            "rate" => words is [var number, var unit] && number.Length < 10 && number[..Math.Min(1, number.Length)] is not ("" or "0") && number.All(char.IsAsciiDigit) && Units.Contains(unit),
            "cron" => words.Length == CronFields && words.All(word => word.Length > 0 && !word.Any(character => character is '(' or ')' || char.IsWhiteSpace(character))),
            "at" => DateTime.TryParseExact(inner, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => false,
        };
    }

    private static bool Consists(string text, string others, int most) =>
        text.Length <= most && text.All(character => char.IsAsciiLetterOrDigit(character) || others.Contains(character, StringComparison.Ordinal));
}
