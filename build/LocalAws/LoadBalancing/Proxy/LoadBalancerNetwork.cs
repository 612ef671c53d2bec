using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>The network on Docker, found again by its name.</summary>
internal sealed class LoadBalancerNetwork(LocalAwsOptions options, DockerEngine docker) : ILoadBalancerNetwork, IDisposable
{
    /// <summary>The engine may create two networks of the same name when it is asked for both at once.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Name { get; } = $"slipway-{options.InstanceId}-lb";

    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await docker.EnsureNetworkAsync(Name, ProxyLabels.Of(options), cancellationToken);
            return Name;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The address that containers of the network see requests of the host come from.</summary>
    public async Task<string> GatewayAsync(CancellationToken cancellationToken) =>
        await docker.NetworkGatewayAsync(await EnsureAsync(cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"The network '{Name}' of the load balancers has no gateway. Remove it with 'docker network rm', so that it is made again.");

    public Task RemoveAsync(CancellationToken cancellationToken) => docker.RemoveNetworkAsync(Name, cancellationToken);
}
