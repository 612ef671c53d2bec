using System.Net;
using Docker.DotNet.Models;

namespace Slipway.LocalAws.Kernel.Engine;

internal sealed partial class DockerEngine
{
    /// <summary>
    /// Creates a bridge network unless there is one of that name: engines before 25 create a second one, so two calls for the same name must not overlap.
    /// The engine chooses its addresses as long as it has any: its default pools end at about thirty networks. The networks after these get a small
    /// one of <see cref="SmallSubnets"/>.
    /// </summary>
    public async Task EnsureNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        if (await FindAsync(docker => docker.Networks.InspectNetworkAsync(name, cancellationToken), cancellationToken) is not null)
            return;
        try
        {
            await CreateNetworkAsync(name, labels, subnet: null, cancellationToken);
        }
        catch (EngineException exists) when (exists.Status == HttpStatusCode.Conflict)
        {
            // Another process created it meanwhile.
        }
        catch (EngineException exhausted) when (SmallSubnets.AreNeeded(exhausted))
        {
            foreach (var subnet in SmallSubnets.InAnyOrder())
            {
                if (await TryCreateNetworkAsync(name, labels, subnet, cancellationToken))
                    return;
            }

            throw;
        }
    }

    /// <param name="endpoint">How the container takes part in the network; null leaves it to the engine.</param>
    public Task ConnectNetworkAsync(string network, string container, EndpointSettings? endpoint, CancellationToken cancellationToken) =>
        CallAsync(docker => docker.Networks.ConnectNetworkAsync(network, new() { Container = container, EndpointConfig = endpoint }, cancellationToken), cancellationToken);

    /// <returns>False when there was no such network.</returns>
    public Task<bool> RemoveNetworkAsync(string name, CancellationToken cancellationToken) =>
        TryAsync(docker => docker.Networks.DeleteNetworkAsync(name, cancellationToken), cancellationToken);

    /// <returns>Names.</returns>
    /// <inheritdoc cref="WithLabels"/>
    public async Task<IReadOnlyList<string>> ListNetworksAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        [.. (await CallAsync(docker => docker.Networks.ListNetworksAsync(new() { Filters = WithLabels(labels) }, cancellationToken), cancellationToken)).Select(network => network.Name)];

    /// <returns>The first IPv4 gateway; null when there is no such network, or it has none.</returns>
    public async Task<string?> NetworkGatewayAsync(string name, CancellationToken cancellationToken) =>
        (await FindAsync(docker => docker.Networks.InspectNetworkAsync(name, cancellationToken), cancellationToken))
            ?.IPAM?.Config?.Select(config => config.Gateway).FirstOrDefault(gateway => gateway?.Contains('.', StringComparison.Ordinal) == true);

    public Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        CallAsync(docker => docker.Volumes.CreateAsync(new() { Name = name, Labels = labels.ToDictionary() }, cancellationToken), cancellationToken);

    /// <returns>False when there was no such volume.</returns>
    public Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken) =>
        TryAsync(docker => docker.Volumes.RemoveAsync(name, force: null, cancellationToken), cancellationToken);

    /// <returns>Names.</returns>
    /// <inheritdoc cref="WithLabels"/>
    public async Task<IReadOnlyList<string>> ListVolumesAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var listed = await CallAsync(docker => docker.Volumes.ListAsync(new() { Filters = WithLabels(labels) }, cancellationToken), cancellationToken);
        return [.. (listed.Volumes ?? []).Select(volume => volume.Name)];
    }

    private async Task<bool> TryCreateNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, string subnet, CancellationToken cancellationToken)
    {
        try
        {
            await CreateNetworkAsync(name, labels, subnet, cancellationToken);
            return true;
        }
        catch (EngineException taken) when (SmallSubnets.IsTaken(taken))
        {
            return false;
        }
    }

    /// <param name="subnet">In CIDR notation; null leaves the choice to the engine.</param>
    private Task<NetworksCreateResponse> CreateNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, string? subnet, CancellationToken cancellationToken)
    {
        var network = new NetworksCreateParameters { Name = name, Driver = "bridge", Labels = labels.ToDictionary() };
        if (subnet is not null)
            network.IPAM = new() { Config = [new() { Subnet = subnet, Gateway = SmallSubnets.GatewayOf(subnet) }] };
        return CallAsync(docker => docker.Networks.CreateNetworkAsync(network, cancellationToken), cancellationToken);
    }
}
