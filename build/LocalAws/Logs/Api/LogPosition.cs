using System.Globalization;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>The place of an event in its stream, which stays when older events go.</summary>
public sealed record LogPosition(long Timestamp, long Ordinal)
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
