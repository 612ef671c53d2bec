namespace Slipway.Aws.Logs;

/// <summary>Events of a stream from a place in it on, oldest first.</summary>
/// <param name="NextToken">The place behind them, where events that come later will be. At the end it is the one that was asked with.</param>
/// <param name="Missing">AWS's words when the group or the stream does not exist (yet). Else null.</param>
public sealed record LogPage(IReadOnlyList<LogEvent> Events, string? NextToken, string? Missing);
