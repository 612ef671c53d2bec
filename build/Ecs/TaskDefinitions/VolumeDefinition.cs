using System.Text.Json.Nodes;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>One entry of the task definition's <c>volumes</c>; <see cref="Node"/> holds what has no typed view.</summary>
/// <param name="HostPath"><c>host.sourcePath</c>, or null.</param>
/// <param name="Shared">True for a Docker volume of scope <c>shared</c>, which outlives its task.</param>
public sealed record VolumeDefinition(string Name, string? HostPath, bool Shared, JsonObject Node)
{
    /// <summary>What of EFS it is: file system, access point and directory, in characters that a name may have; null for another kind of volume.</summary>
    public string? FileSystem => Node["efsVolumeConfiguration"] is not JsonObject efs ? null : string.Join(
        '-',
        new[] { efs.Text("fileSystemId"), (efs["authorizationConfig"] as JsonObject)?.Text("accessPointId"), efs.Text("rootDirectory")?.Trim('/').Replace('/', '.') }
            .Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Whether its content is there for later tasks.</summary>
    public bool OutlivesTask => Shared || FileSystem is not null;
}
