namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose down</c>.</summary>
public sealed class ComposeDownSettings : ComposeSettings
{
    /// <summary>The project's volumes and the anonymous ones too.</summary>
    public bool Volumes { get; init; }

    public bool RemoveOrphans { get; init; }

    /// <summary>Between SIGTERM and SIGKILL, in whole seconds; null: each service's own.</summary>
    public TimeSpan? StopTimeout { get; init; }
}
