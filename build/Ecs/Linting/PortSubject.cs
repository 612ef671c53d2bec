using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting;

/// <summary>One port mapping as the checks see it.</summary>
internal sealed class PortSubject(ContainerSubject container, SourceValue value)
{
    public ContainerSubject Container => container;

    public SourceValue Value => value;

    public double? ContainerPort => value.NumberOf("containerPort");

    public double? HostPort => value.NumberOf("hostPort");

    public string Protocol => value.TextOf("protocol") ?? "tcp";

    /// <summary>The port of the host that it takes; null for one that ECS chooses.</summary>
    public double? TakenPort => container.Task.NetworkMode is "awsvpc" or "host"
        ? HostPort is null or 0 ? ContainerPort : HostPort
        : HostPort is null or 0 ? null : HostPort;
}
