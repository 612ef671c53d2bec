namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>Met when one of its values is.</summary>
/// <param name="Field">As in <c>path-pattern</c>.</param>
/// <param name="Values">Patterns, methods or ranges of addresses; empty for <c>query-string</c>.</param>
/// <param name="HeaderName">For <c>http-header</c>.</param>
/// <param name="Pairs">For <c>query-string</c>.</param>
public sealed record RuleCondition(string Field, IReadOnlyList<string> Values, string? HeaderName = null, IReadOnlyList<QueryPair>? Pairs = null)
{
    public int ValueCount => Values.Count + (Pairs?.Count ?? 0);
}

/// <summary>A pattern for a value in the query string, of this key or of any.</summary>
public sealed record QueryPair(string? Key, string Value);
