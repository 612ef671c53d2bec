using System.Globalization;

namespace Slipway.LocalAws.Schedules.Expressions;

/// <summary>The values that one field of a cron expression allows: <c>*</c>, <c>5</c>, <c>1-5</c>, <c>0/15</c>, names, and lists of them.</summary>
internal static class CronField
{
    /// <param name="names">Of the values, from <paramref name="first"/> on.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlySet<int> Parse(string text, int first, int last, params string[] names) =>
        text.Split(',').SelectMany(part => Part(part, first, last, names)).ToHashSet();

    private static IEnumerable<int> Part(string text, int first, int last, string[] names)
    {
        var (range, step) = text.Split('/') switch
        {
            [var all] => (all, 1),
            [var all, var by] when Number(by) is > 0 and var size => (all, size),
            _ => throw new FormatException(),
        };
        var (from, to) = range switch
        {
            "*" or "?" => (first, last),
            _ when range.Split('-') is [var begin, var end] => (Value(begin, first, names), Value(end, first, names)),
            _ => (Value(range, first, names), text.Contains('/', StringComparison.Ordinal) ? last : Value(range, first, names)),
        };
        if (from < first || to > last || from > to)
            throw new FormatException();
        for (var value = from; value <= to; value += step)
            yield return value;
    }

    private static int Value(string text, int first, string[] names) => Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? first + at : Number(text);

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException();
}
