using System.Globalization;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>One event of a stream. Times are milliseconds since 1970, as in CloudWatch Logs.</summary>
/// <param name="Ordinal">Its number in the stream.</param>
/// <param name="Source">The time that the engine gave the line, with all its digits; null for an event of PutLogEvents.</param>
public sealed record LogEvent(long Ordinal, long Timestamp, long IngestionTime, string Message, string? Source = null)
{
    /// <summary>Where it is in its stream: by time, then by arrival.</summary>
    public LogPosition Position => new(Timestamp, Ordinal);

    /// <summary>56 digits like CloudWatch's, in the order of time in a group.</summary>
    public string IdIn(ulong streamNumber) => string.Create(CultureInfo.InvariantCulture, $"{Timestamp:D18}{streamNumber:D20}{Ordinal:D18}");
}
