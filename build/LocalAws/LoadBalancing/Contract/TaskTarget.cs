namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>A container's port behind a target group.</summary>
/// <param name="Id">As the API shows it: the EC2 instance id of the one container instance.</param>
/// <param name="HostPort">As the API shows it; on 127.0.0.1 of this machine, where health checks go.</param>
/// <param name="Address">IP address of the container on the network of the load balancers.</param>
public sealed record TaskTarget(string Id, int HostPort, string Address, int ContainerPort);
