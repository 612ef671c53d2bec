namespace Slipway.LocalAws.Logs.Api;

/// <summary>What is known of a stream without reading its events. Times are milliseconds since 1970.</summary>
public sealed record LogFileFacts
{
    public long NextOrdinal { get; set; } = 1;

    public long? FirstTimestamp { get; init; }

    public long? LastTimestamp { get; init; }

    public long? LastIngestion { get; init; }

    public long CurrentBytes { get; init; }

    public long OlderBytes { get; init; }

    public long Bytes => CurrentBytes + OlderBytes;

    public LogFileFacts With(LogEvent entry) => this with
    {
        NextOrdinal = Math.Max(NextOrdinal, entry.Ordinal + 1),
        FirstTimestamp = Math.Min(FirstTimestamp ?? long.MaxValue, entry.Timestamp),
        LastTimestamp = Math.Max(LastTimestamp ?? 0, entry.Timestamp),
        LastIngestion = Math.Max(LastIngestion ?? 0, entry.IngestionTime),
    };
}
