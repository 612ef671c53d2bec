namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A container's port that load balancers lead to.</summary>
public sealed record BalancedPort(string TargetGroupArn, string Container, int ContainerPort);
