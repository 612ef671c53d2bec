namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>Durations as Compose writes them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>. A unit is always there; nobody has to guess.</summary>
/// <param name="Time">More than zero.</param>
internal sealed record Duration(TimeSpan Time)
{
    /// <summary>The form, for editors; how long it may be at most an expression cannot say.</summary>
    public const string Pattern = "^(?=[0-9])(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Null when the text is no duration, or not more than zero and at most 24 hours.</summary>
    public static Duration? Parse(string text)
    {
        var (seconds, number, digits, lastUnit) = (0L, 0L, 0, int.MaxValue);

        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character) && digits < 6)
            {
                (number, digits) = ((number * 10) + (character - '0'), digits + 1);
                continue;
            }

            var unit = character switch { 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 };

            if (unit == 0 || digits == 0 || unit >= lastUnit)
                return null;

            (seconds, number, digits, lastUnit) = (seconds + (number * unit), 0, 0, unit);
        }

        return digits == 0 && seconds > 0 && seconds <= (long)Longest.TotalSeconds ? new(TimeSpan.FromSeconds(seconds)) : null;
    }
}
