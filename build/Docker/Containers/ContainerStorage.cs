namespace Slipway.Docker.Containers;

/// <summary>What is mounted into a container.</summary>
public sealed record ContainerStorage
{
    /// <summary>In docker's <c>--mount</c> form: <c>type=bind,source=/src,target=/dst,readonly</c>.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>In docker's <c>--volume</c> form: <c>name:/dst:ro</c>.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary><c>/run:size=64m,noexec</c>.</summary>
    public IReadOnlyList<string> Tmpfs { get; init; } = [];

    /// <summary><c>container</c> or <c>container:ro</c>.</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];
}
