namespace Slipway.Docker.Containers;

/// <summary>Settings of <c>docker run</c> in the foreground, without a terminal and without the engine's socket. A time-out ends the command line, but not the container.</summary>
public sealed class ContainerRunSettings : DockerSettings
{
    public required string Image { get; init; }

    public required string Name { get; init; }

    /// <summary>Program and arguments in place of the image's own; empty for that.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>/of/the/host:/of/the/container:ro</c></summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The directory in the container.</summary>
    public string? Workdir { get; init; }

    /// <summary>Values do not show in the process list, but for the few names that steer docker itself, like PATH and HOME.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The time-out under a name of our own, for those who know nothing of Cake; null for none.</summary>
    public TimeSpan? TimeLimit
    {
        get => ToolTimeout;
        set => ToolTimeout = value;
    }
}
