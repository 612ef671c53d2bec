namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A port of a container that is published on the host.</summary>
public sealed record NetworkBinding(string BindIp, int ContainerPort, int HostPort, string Protocol);
