namespace Slipway.LocalAws.Kernel.Lifetime;

/// <summary>Starts the <see cref="IStartable"/> services with the application.</summary>
internal sealed class StartableHost(IEnumerable<IStartable> startables) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var startable in startables)
            await startable.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
