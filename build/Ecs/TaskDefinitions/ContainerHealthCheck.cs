namespace Slipway.Ecs.TaskDefinitions;

/// <summary>A container's <c>healthCheck</c>, with ECS's defaults filled in.</summary>
/// <param name="Command">Starts with CMD or CMD-SHELL.</param>
/// <param name="Interval">Seconds between two checks; 30 by default.</param>
/// <param name="Timeout">Seconds that one check may take; 5 by default.</param>
/// <param name="Retries">Failures in a row until the container is unhealthy; 3 by default.</param>
/// <param name="StartPeriod">Seconds in which failures do not count; 0 by default.</param>
public sealed record ContainerHealthCheck(IReadOnlyList<string> Command, int Interval, int Timeout, int Retries, int StartPeriod);
