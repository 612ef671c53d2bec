namespace Slipway.Ecs.Sources;

/// <summary>Why a text is not JSON, and where.</summary>
public sealed record SourceFailure(SourcePlace Place, string Message);
