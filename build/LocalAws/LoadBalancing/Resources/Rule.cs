namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>What is done with the requests that meet all conditions, unless a rule of a lower number comes first.</summary>
public sealed record Rule : ITagged
{
    public required string Arn { get; init; }

    /// <summary>1 to 50,000.</summary>
    public required int Priority { get; init; }

    public required IReadOnlyList<RuleCondition> Conditions { get; init; }

    public required RuleAction Action { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
