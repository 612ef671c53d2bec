namespace Slipway.Ecs.TaskDefinitions;

/// <summary>One entry of a container's <c>mountPoints</c>.</summary>
public sealed record MountPoint(string SourceVolume, string ContainerPath, bool ReadOnly);
