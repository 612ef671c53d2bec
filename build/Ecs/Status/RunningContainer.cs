namespace Slipway.Ecs.Status;

/// <summary>A container of one of a service's running tasks.</summary>
/// <param name="Task">ARN.</param>
/// <param name="TaskDefinition">ARN of the revision that the task was started from.</param>
/// <param name="Digest">ECS's <c>imageDigest</c>; null where ECS does not say it.</param>
public sealed record RunningContainer(string Task, string TaskDefinition, string Name, string? Digest);
