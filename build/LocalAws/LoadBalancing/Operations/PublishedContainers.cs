using System.Globalization;
using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>
/// Finds the container behind a port of this machine, for targets that are registered by hand: a load balancer's container reaches other
/// containers, and not what listens on loopback.
/// </summary>
internal sealed class PublishedContainers(DockerEngine docker, ILoadBalancerNetwork network)
{
    /// <summary>The target, after connecting its container to the network of the load balancers.</summary>
    /// <exception cref="AwsErrorException">No container has published this port.</exception>
    public async Task<TaskTarget> FindAsync(string id, int hostPort, CancellationToken cancellationToken)
    {
        if (!id.StartsWith("i-", StringComparison.Ordinal) || !id[2..].All(char.IsAsciiLetterOrDigit))
            throw ElbErrors.Validation($"Instance ID '{id}' is not valid");
        var name = await network.EnsureAsync(cancellationToken);
        foreach (var container in await docker.ListContainersByPortAsync(hostPort, cancellationToken))
        {
            var details = await docker.InspectContainerAsync(container.ID, cancellationToken);
            if (ContainerPort(details, hostPort) is not { } port)
                continue;
            if (AddressIn(details, name) is null)
            {
                await docker.ConnectNetworkAsync(name, container.ID, endpoint: null, cancellationToken);
                details = await docker.InspectContainerAsync(container.ID, cancellationToken);
            }

            if (AddressIn(details, name) is { Length: > 0 } address)
                return new(id, hostPort, address, port);
        }

        throw new AwsErrorException(
            "InvalidTarget",
            $"The following targets are not in a running state and cannot be registered: '{id}'. On this machine no container has published TCP port {hostPort}, and LocalAws sends requests to containers only.");
    }

    private static string? AddressIn(ContainerInspectResponse? container, string network) =>
        container?.NetworkSettings?.Networks is { } networks && networks.TryGetValue(network, out var there) ? there.IPAddress : null;

    private static int? ContainerPort(ContainerInspectResponse? container, int hostPort)
    {
        var wanted = hostPort.ToString(CultureInfo.InvariantCulture);
        foreach (var (port, published) in container?.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>())
        {
            if (port.EndsWith("/tcp", StringComparison.Ordinal) && published?.Any(binding => binding.HostPort == wanted) == true)
                return int.Parse(port.Split('/')[0], CultureInfo.InvariantCulture);
        }

        return null;
    }
}
