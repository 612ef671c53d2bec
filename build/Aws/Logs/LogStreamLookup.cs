namespace Slipway.Aws.Logs;

/// <summary>The streams of a group, by name.</summary>
/// <param name="Missing">AWS's words when the group does not exist; there are no streams then. Else null.</param>
public sealed record LogStreamLookup(IReadOnlyList<LogStreamDescription> Streams, string? Missing);
