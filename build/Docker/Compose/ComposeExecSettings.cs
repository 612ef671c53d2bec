namespace Slipway.Docker.Compose;

/// <summary>
/// Settings of <c>docker compose exec</c>, always without a terminal. A time-out (<c>ToolTimeout</c>) ends the command line, but not what it
/// started in the container; that ends with the container.
/// </summary>
public sealed class ComposeExecSettings : ComposeSettings
{
    public required string Service { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public string? User { get; init; }

    /// <summary>The directory in the container.</summary>
    public string? Workdir { get; init; }

    /// <summary>Values do not show in the process list, but for the few names that steer docker itself, like PATH and HOME.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Text for the command's standard input.</summary>
    public string? StandardInput { get; init; }

    /// <summary>The time-out under a name of our own, for those who know nothing of Cake; null for none.</summary>
    public TimeSpan? TimeLimit
    {
        get => ToolTimeout;
        set => ToolTimeout = value;
    }
}
