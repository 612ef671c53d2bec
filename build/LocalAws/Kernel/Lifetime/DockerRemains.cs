using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Lifetime;

/// <summary>Removes whatever on Docker carries our label once the services have removed their own: what a killed process left half-made.</summary>
internal sealed class DockerRemains(LocalAwsOptions options, DockerEngine docker) : IStartable
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        string[] label = [$"{options.Label.Key}={options.Label.Value}"];
        foreach (var container in await docker.ListContainersAsync(label, cancellationToken))
            await docker.RemoveContainerAsync(container.ID, cancellationToken);
        foreach (var network in await docker.ListNetworksAsync(label, cancellationToken))
            await docker.RemoveNetworkAsync(network, cancellationToken);
        foreach (var volume in await docker.ListVolumesAsync(label, cancellationToken))
            await docker.RemoveVolumeAsync(volume, cancellationToken);
    }
}
