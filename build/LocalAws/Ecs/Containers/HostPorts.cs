using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The dynamic host ports of a container that may be started again. ECS's agent chooses them when it creates the container (ECS_DYNAMIC_HOST_PORT_RANGE), so they
/// are the same after each start; the engine would choose others. https://github.com/aws/amazon-ecs-agent, <c>agent/utils/ephemeral_ports.go</c>
/// </summary>
internal static class HostPorts
{
    /// <summary>Gives each port that has none one that is free now. As on ECS, a container does not start where something else has taken it before.</summary>
    public static void Choose(HostConfig host)
    {
        foreach (var (port, bindings) in host.PortBindings ?? new Dictionary<string, IList<PortBinding>>())
        {
            foreach (var binding in bindings.Where(binding => string.IsNullOrEmpty(binding.HostPort)))
                binding.HostPort = Free(port.EndsWith("/udp", StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static int Free(bool isDatagram)
    {
        using var socket = isDatagram
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
