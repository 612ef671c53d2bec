namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose logs</c>.</summary>
public sealed class ComposeLogsSettings : ComposeSettings
{
    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The number of last lines of each container; null: all.</summary>
    public int? Tail { get; init; }

    /// <summary>Leaves out the container's name at the beginning of each line.</summary>
    public bool NoPrefix { get; init; }
}
