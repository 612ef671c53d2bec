
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>What CodeDeploy asks of Elastic Load Balancing.</summary>
public interface ITraffic
{
    /// <summary>The ARN of a target group; null when there is none of that name.</summary>
    Task<string?> TargetGroupAsync(string name, CancellationToken cancellationToken);

    /// <summary>Weights by target group ARN; null when there is no such listener, or it does not forward.</summary>
    IReadOnlyDictionary<string, int>? WeightsOf(string listenerArn);

    /// <summary>Returns when the load balancer goes by the weights.</summary>
    /// <exception cref="AwsErrorException">Elastic Load Balancing refuses.</exception>
    Task ShiftAsync(string listenerArn, IReadOnlyDictionary<string, int> weights, CancellationToken cancellationToken);
}
