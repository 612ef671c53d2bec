using System.Text.Json.Serialization;

namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>A container's port behind a target group.</summary>
/// <param name="Id">As the API shows it: the EC2 instance id of the one container instance, or the IP address of a task in network mode awsvpc.</param>
/// <param name="HostPort">On 127.0.0.1 of this machine, where health checks go.</param>
/// <param name="Address">IP address of the container on the network of the load balancers.</param>
public sealed record TaskTarget(string Id, int HostPort, string Address, int ContainerPort)
{
    /// <summary>Whether it is a task's own address, and no port of an instance.</summary>
    [JsonIgnore]
    public bool IsAddress => Id == Address;

    /// <summary>As the API shows it.</summary>
    [JsonIgnore]
    public int Port => IsAddress ? ContainerPort : HostPort;
}
