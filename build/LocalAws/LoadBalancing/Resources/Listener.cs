namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>A port of 127.0.0.1 and what is done with its requests. Its HAProxy has a container of its own.</summary>
public sealed record Listener : ITagged
{
    public const string Http = "HTTP";
    public const string Https = "HTTPS";

    public required string Arn { get; init; }

    public required string LoadBalancerArn { get; init; }

    public required int Port { get; init; }

    /// <summary>HTTP or HTTPS.</summary>
    public string Protocol { get; set; } = Http;

    /// <summary>The ARN of the certificate that it serves TLS with; null for HTTP.</summary>
    public string? CertificateArn { get; init; }

    /// <summary>The ARNs of the certificates for the names that the first one is not for. It may be among them.</summary>
    public IReadOnlyList<string> CertificateList { get; set; } = [];

    /// <summary>As in <c>ELBSecurityPolicy-TLS13-1-2-2021-06</c>; null for HTTP.</summary>
    public string? SslPolicy { get; init; }

    public required string DefaultRuleArn { get; init; }

    public required RuleAction DefaultAction { get; init; }

    /// <summary>In order of priority, without the default rule.</summary>
    public IReadOnlyList<Rule> Rules { get; set; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public bool IsSecure() => Protocol == Https;

    /// <summary>The target groups that requests can lead to, also those with weight 0.</summary>
    public IEnumerable<string> TargetGroupArns() =>
        Rules.Select(rule => rule.Action).Append(DefaultAction).SelectMany(action => action.TargetGroups).Select(group => group.Arn).Distinct();

    /// <summary>The same listener with these rules, put into order.</summary>
    public Listener WithRules(IEnumerable<Rule> rules) => this with { Rules = [.. rules.OrderBy(rule => rule.Priority)] };

    public Listener With(Rule changed) => WithRules(Rules.Where(rule => rule.Arn != changed.Arn).Append(changed));
}
