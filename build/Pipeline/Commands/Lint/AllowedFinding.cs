namespace Slipway.Pipeline.Commands.Lint;

/// <summary>A finding that is meant to be as it is.</summary>
/// <param name="Rule">The rule's id: <c>ECS054</c>.</param>
/// <param name="Path">Null for everywhere; else a JSON path as findings print it, for it and what is below it, or the path of a file.</param>
public sealed record AllowedFinding(string Rule, string? Path, string Reason);
