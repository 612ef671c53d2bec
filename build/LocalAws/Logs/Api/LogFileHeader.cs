namespace Slipway.LocalAws.Logs.Api;

/// <summary>The first line of a stream's file: whose events they are.</summary>
public sealed record LogFileHeader(string Group, string Stream, DateTimeOffset CreatedAt);
