namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>An application load balancer. It has no container of its own: each of its listeners has one.</summary>
public sealed record LoadBalancer : ITagged
{
    public required string Arn { get; init; }

    public required string Name { get; init; }

    public required string Scheme { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public IReadOnlyList<string> Subnets { get; set; } = [];

    public IReadOnlyList<string> SecurityGroups { get; set; } = [];

    /// <summary>Those that were set.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
