namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The service of Cloud Map in which the tasks of a deployment are registered.</summary>
/// <param name="Container">Whose port it is; null for a port that the service names itself, or without one.</param>
/// <param name="Port">Of SRV records: the container's, or in network mode awsvpc any port of the task. Null where there is none.</param>
public sealed record ServiceRegistry(string Arn, string? Container, int? Port);
