namespace Slipway.Docker;

public sealed partial class DockerCli
{
    /// <summary>
    /// Creates a bridge network with addresses that the engine chooses, as long as it has any: its default pools end at about thirty
    /// networks. The networks after these get a small one of <see cref="SmallSubnets"/>.
    /// </summary>
    /// <returns>The network's id.</returns>
    public async Task<string> CreateNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        try
        {
            return await CreateNetworkAsync(name, labels, subnet: null, cancellationToken);
        }
        catch (ToolException exhausted) when (SmallSubnets.AreNeeded(exhausted))
        {
            foreach (var subnet in SmallSubnets.InAnyOrder())
            {
                try
                {
                    return await CreateNetworkAsync(name, labels, subnet, cancellationToken);
                }
                catch (ToolException taken) when (SmallSubnets.IsTaken(taken))
                {
                    // Another network has it.
                }
            }

            throw;
        }
    }

    public Task ConnectNetworkAsync(string network, string container, IReadOnlyList<string> aliases, CancellationToken cancellationToken) =>
        RunAsync(DockerArguments.ConnectNetwork(network, container, aliases), cancellationToken);

    /// <returns>False when there is no such network or container, or they are not connected.</returns>
    public Task<bool> DisconnectNetworkAsync(string network, string container, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.DisconnectNetwork(network, container), cancellationToken);

    /// <returns>False when there was no such network.</returns>
    public Task<bool> RemoveNetworkAsync(string name, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveNetwork(name), cancellationToken);

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <returns>Names.</returns>
    public async Task<IReadOnlyList<string>> ListNetworksAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.ListNetworks(labels), cancellationToken)).StandardOutput;

    /// <returns>The first IPv4 gateway; null when there is no such network, or it has none.</returns>
    public async Task<string?> NetworkGatewayAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(DockerArguments.NetworkGateways(name), cancellationToken)).StandardOutput
                .SelectMany(line => line.Split(' ')).FirstOrDefault(address => address.Contains('.', StringComparison.Ordinal));
        }
        catch (ToolException exception) when (exception.StandardError.Any(IsNotFound))
        {
            return null;
        }
    }

    /// <returns>The volume's name.</returns>
    public async Task<string> CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.CreateVolume(name, labels), cancellationToken)).Text.Trim();

    /// <returns>False when there was no such volume.</returns>
    public Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveVolume(name), cancellationToken);

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <returns>Names.</returns>
    public async Task<IReadOnlyList<string>> ListVolumesAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.ListVolumes(labels), cancellationToken)).StandardOutput;

    private async Task<string> CreateNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, string? subnet, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.CreateNetwork(name, labels, subnet), cancellationToken)).Text.Trim();
}
