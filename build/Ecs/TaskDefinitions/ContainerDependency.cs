namespace Slipway.Ecs.TaskDefinitions;

/// <summary>One entry of <c>dependsOn</c>.</summary>
/// <param name="Condition">START, COMPLETE, SUCCESS or HEALTHY.</param>
public sealed record ContainerDependency(string ContainerName, string Condition);
