namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>The network of Docker that load balancers and the containers behind them share.</summary>
public interface ILoadBalancerNetwork
{
    /// <summary>Makes it unless it is there, and tells its name.</summary>
    Task<string> EnsureAsync(CancellationToken cancellationToken);

    /// <summary>The address of this machine on it, once it is there.</summary>
    Task<string> GatewayAsync(CancellationToken cancellationToken);
}
