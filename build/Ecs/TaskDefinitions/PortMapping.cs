namespace Slipway.Ecs.TaskDefinitions;

/// <summary>One entry of <c>portMappings</c>.</summary>
/// <param name="HostPort">0 when the task definition leaves the choice to ECS (bridge mode's dynamic ports).</param>
/// <param name="Protocol">tcp or udp; tcp when the task definition says nothing.</param>
public sealed record PortMapping(int ContainerPort, int HostPort, string Protocol);
