namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>The days that the fields of month and week allow, of which exactly one is <c>?</c>. <c>L</c> is the last, <c>15W</c> the weekday next to the 15th, <c>6#3</c> the third Friday.</summary>
internal static class CronDay
{
    private const string Any = "?";

    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <exception cref="FormatException">They are no such fields.</exception>
    public static Func<DateOnly, bool> Parse(string ofMonth, string ofWeek) => (ofMonth, ofWeek) switch
    {
        (Any, Any) => throw new FormatException(),
        (_, Any) => OfMonth(ofMonth),
        (Any, _) => OfWeek(ofWeek),
        _ => throw new FormatException(),
    };

    private static Func<DateOnly, bool> OfMonth(string text)
    {
        if (text == "L")
            return day => day.Day == Last(day);
        if (text.EndsWith('W'))
        {
            var wanted = text == "LW" ? 31 : One(CronField.Parse(text[..^1], 1, 31));
            return day => day.Day == Weekday(day, text == "LW" ? Last(day) : wanted);
        }

        var days = CronField.Parse(text, 1, 31);
        return day => days.Contains(day.Day);
    }

    private static Func<DateOnly, bool> OfWeek(string text)
    {
        if (text.Split('#') is [var name, var number])
        {
            var (wanted, week) = (One(CronField.Parse(name, 1, 7, Days)), One(CronField.Parse(number, 1, 5)));
            return day => Number(day) == wanted && (day.Day - 1) / 7 == week - 1;
        }

        if (text.EndsWith('L'))
        {
            // Alone it is the last day of the week.
            if (text == "L")
                return day => day.DayOfWeek == DayOfWeek.Saturday;
            var wanted = One(CronField.Parse(text[..^1], 1, 7, Days));
            return day => Number(day) == wanted && day.Day > Last(day) - 7;
        }

        var days = CronField.Parse(text, 1, 7, Days);
        return day => days.Contains(Number(day));
    }

    private static int One(IReadOnlySet<int> values) => values.Count == 1 ? values.First() : throw new FormatException();

    private static int Number(DateOnly day) => (int)day.DayOfWeek + 1;

    private static int Last(DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>The day of the month's weekday that is nearest to one of its days, within the month; 0 when the month is shorter.</summary>
    private static int Weekday(DateOnly month, int wanted)
    {
        if (wanted > Last(month))
            return 0;
        return new DateOnly(month.Year, month.Month, wanted).DayOfWeek switch
        {
            DayOfWeek.Saturday => wanted > 1 ? wanted - 1 : wanted + 2,
            DayOfWeek.Sunday => wanted < Last(month) ? wanted + 1 : wanted - 2,
            _ => wanted,
        };
    }
}
