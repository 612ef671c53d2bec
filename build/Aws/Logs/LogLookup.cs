namespace Slipway.Aws.Logs;

/// <summary>Events in the order of their time.</summary>
/// <param name="Missing">AWS's words when the group, or a stream that was named, does not exist; there are no events then. Else null.</param>
public sealed record LogLookup(IReadOnlyList<LogEvent> Events, string? Missing);
