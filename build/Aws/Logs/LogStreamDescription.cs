namespace Slipway.Aws.Logs;

/// <summary>A log stream.</summary>
/// <param name="FirstEvent">When its oldest event happened; null for a stream without events.</param>
/// <param name="LastEvent">When its newest event happened; AWS's knowledge of it may be an hour old.</param>
public sealed record LogStreamDescription(string Name, DateTimeOffset? FirstEvent, DateTimeOffset? LastEvent);
