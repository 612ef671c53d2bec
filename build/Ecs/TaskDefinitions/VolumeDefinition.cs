using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>One entry of the task definition's <c>volumes</c>; <see cref="Node"/> holds what has no typed view.</summary>
/// <param name="HostPath"><c>host.sourcePath</c>, or null.</param>
/// <param name="Shared">True for a Docker volume of scope <c>shared</c>, which outlives its task.</param>
public sealed record VolumeDefinition(string Name, string? HostPath, bool Shared, JsonObject Node);
