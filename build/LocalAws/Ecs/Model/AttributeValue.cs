namespace Slipway.LocalAws.Ecs.Model;

/// <summary>An attribute that was put on a container instance.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Instance">The instance's number, from 0.</param>
public sealed record AttributeValue(string Cluster, int Instance, string Name, string? Value);
