using System.Globalization;

namespace Slipway.LocalAws.Logs;

/// <summary>One event of a stream. Times are milliseconds since 1970, as in CloudWatch Logs.</summary>
/// <param name="Ordinal">Its number in the stream.</param>
/// <param name="Source">The time that the engine gave the line, with all its digits; null for an event of PutLogEvents.</param>
internal sealed record LogEvent(long Ordinal, long Timestamp, long IngestionTime, string Message, string? Source = null)
{
    /// <summary>Where it stands in its stream: by time, then by arrival.</summary>
    public LogPosition Position => new(Timestamp, Ordinal);

    /// <summary>56 digits like CloudWatch's, in the order of time in a group.</summary>
    public string IdIn(ulong streamNumber) => string.Create(CultureInfo.InvariantCulture, $"{Timestamp:D18}{streamNumber:D20}{Ordinal:D18}");
}

/// <summary>The place of an event in its stream, which stays when older events go.</summary>
internal sealed record LogPosition(long Timestamp, long Ordinal)
{
    /// <summary>Before every event.</summary>
    public static readonly LogPosition Beginning = new(0, 0);

    private const int TimestampDigits = 38;
    private const int OrdinalDigits = 18;

    public bool IsAfter(LogPosition other) => Timestamp > other.Timestamp || (Timestamp == other.Timestamp && Ordinal > other.Ordinal);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Timestamp:D38}{Ordinal:D18}");

    /// <summary>Null for what is no position.</summary>
    public static LogPosition? Parse(string digits) =>
        digits.Length == TimestampDigits + OrdinalDigits
        && long.TryParse(digits.AsSpan(0, TimestampDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
        && long.TryParse(digits.AsSpan(TimestampDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new(timestamp, ordinal)
            : null;
}
