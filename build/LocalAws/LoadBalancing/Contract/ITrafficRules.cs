using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>Which share of the requests goes to which target group: what a blue/green deployment changes.</summary>
public interface ITrafficRules
{
    /// <summary>The weights by target group ARN, of the default action of a listener or of a rule; null when there is no such listener or rule, or it does not forward.</summary>
    IReadOnlyDictionary<string, int>? WeightsOf(string listenerOrRuleArn);

    /// <summary>Changes the weights at once, for all requests that follow; no request is lost. Returns when the load balancer goes by them.</summary>
    /// <exception cref="AwsErrorException">There is no such listener, rule or target group.</exception>
    Task ShiftAsync(string listenerOrRuleArn, IReadOnlyDictionary<string, int> weights, CancellationToken cancellationToken);
}
