using Slipway.Docker;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>The network on Docker, found again by its name.</summary>
internal sealed class LoadBalancerNetwork(LocalAwsOptions options, DockerCli docker) : ILoadBalancerNetwork
{
    public string Name { get; } = $"slipway-{options.InstanceId}-lb";

    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if ((await docker.ListNetworksAsync([$"{options.Label.Key}={options.Label.Value}", ProxyLabels.Role], cancellationToken)).Contains(Name))
            return Name;
        try
        {
            await docker.CreateNetworkAsync(Name, ProxyLabels.Of(options), cancellationToken);
        }
        catch (ToolException refused) when (refused.StandardError.Any(line => line.Contains("already exists", StringComparison.Ordinal)))
        {
            // Somebody asked at the same time.
        }

        return Name;
    }

    /// <summary>The address that containers of the network see requests of the host come from.</summary>
    public async Task<string> GatewayAsync(CancellationToken cancellationToken) =>
        await docker.NetworkGatewayAsync(await EnsureAsync(cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"The network '{Name}' of the load balancers has no gateway. Remove it with 'docker network rm', so that it is made again.");

    public Task RemoveAsync(CancellationToken cancellationToken) => docker.RemoveNetworkAsync(Name, cancellationToken);
}
