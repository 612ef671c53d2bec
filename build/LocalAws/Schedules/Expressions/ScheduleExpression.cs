using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>When a schedule is due. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html</summary>
public abstract partial class ScheduleExpression
{
    /// <summary>The first time after <paramref name="after"/>; null when there is none.</summary>
    public abstract DateTimeOffset? FirstAfter(DateTimeOffset after);

    /// <param name="zone">In which times of day are meant.</param>
    /// <param name="start">Where a rate starts to count: the schedule's StartDate, else when it was created, at which it is due for the first time.</param>
    /// <exception cref="FormatException">It is no expression.</exception>
    public static ScheduleExpression Parse(string text, TimeZoneInfo zone, DateTimeOffset start) => Form().Match(text) is { Success: true } form
        ? form.Groups["kind"].Value switch
        {
            "rate" => Rate(form.Groups["inner"].Value, start),
            "cron" => CronExpression.Parse(form.Groups["inner"].Value, zone),
            _ => At(form.Groups["inner"].Value, zone),
        }
        : throw new FormatException();

    private static RateExpression Rate(string text, DateTimeOffset start)
    {
        if (text.Split(' ') is not [var number, var unit] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
            throw new FormatException();
        return new(start, count * unit switch
        {
            "minute" or "minutes" => TimeSpan.FromMinutes(1),
            "hour" or "hours" => TimeSpan.FromHours(1),
            "day" or "days" => TimeSpan.FromDays(1),
            _ => throw new FormatException(),
        });
    }

    private static OneTimeExpression At(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new(LocalTime.ToUtc(local, zone) ?? throw new FormatException())
            : throw new FormatException();

    [GeneratedRegex(@"^(?<kind>rate|cron|at)\((?<inner>[^()]+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
