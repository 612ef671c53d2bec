namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>
/// Minutes, hours, day of month, month, day of week and year, in a time zone. A time that a change of clocks leaves out is left out, and one that comes twice counts once
/// (user guide, "Daylight savings time in EventBridge Scheduler").
/// </summary>
internal sealed class CronExpression : ScheduleExpression
{
    private const int Fields = 6;
    private const int LastYear = 2199;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private readonly TimeZoneInfo _zone;
    private readonly IReadOnlySet<int> _months;
    private readonly IReadOnlySet<int> _years;
    private readonly Func<DateOnly, bool> _isDay;
    private readonly IReadOnlyList<TimeSpan> _times;

    private CronExpression(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        var minutes = CronField.Parse(fields[0], 0, 59);
        _times = [.. CronField.Parse(fields[1], 0, 23).Order().SelectMany(hour => minutes.Order().Select(minute => new TimeSpan(hour, minute, 0)))];
        _months = CronField.Parse(fields[3], 1, 12, Months);
        _years = CronField.Parse(fields[5], 1970, LastYear);
        _isDay = CronDay.Parse(fields[2], fields[4]);
    }

    /// <exception cref="FormatException">It is none.</exception>
    public static CronExpression Parse(string text, TimeZoneInfo zone) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: Fields } fields ? new(fields, zone) : throw new FormatException();

    public override DateTimeOffset? FirstAfter(DateTimeOffset after)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, _zone).DateTime);
        for (var day = today; day.Year <= LastYear; day = day.AddDays(1))
        {
            if (!_years.Contains(day.Year) || !_months.Contains(day.Month) || !_isDay(day))
                continue;
            foreach (var time in _times)
            {
                if (LocalTime.ToUtc(day.ToDateTime(TimeOnly.FromTimeSpan(time)), _zone) is { } found && found > after)
                    return found;
            }
        }

        return null;
    }
}
