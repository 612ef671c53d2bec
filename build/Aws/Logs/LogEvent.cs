namespace Slipway.Aws.Logs;

/// <summary>One event of a log stream: for a container's stream, one line.</summary>
/// <param name="Timestamp">When it happened, to the millisecond.</param>
/// <param name="Id">Its own for ever, by which two of one moment are told apart; null from GetLogEvents, which gives none.</param>
public sealed record LogEvent(DateTimeOffset Timestamp, string Message, string Stream, string? Id = null);
