using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.LoadBalancing.Health;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing;

/// <summary>What runs in the background for load balancing: health checks, deregistrations, and the care for HAProxy's containers.</summary>
internal sealed class LoadBalancingLifetime(
    LoadBalancingStore store, HealthMonitor monitor, TargetDrains drains, ProxyFleet fleet, ProxyContainer container, LoadBalancerNetwork network)
    : IStartable, IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private Task _work = Task.CompletedTask;
    private bool _disposed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.ReadAsync(cancellationToken);
        _work = Task.WhenAll(
            Task.Run(() => monitor.RunAsync(_ended.Token), CancellationToken.None),
            Task.Run(() => drains.RunAsync(_ended.Token), CancellationToken.None),
            Task.Run(() => fleet.RunAsync(_ended.Token), CancellationToken.None));
    }

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        await container.RemoveOthersAsync(_ => false, cancellationToken);
        await network.RemoveAsync(cancellationToken);
    }

    /// <summary>Called for each of the services that this is registered as.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await EndAsync();
        _ended.Dispose();
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _work;
    }
}
