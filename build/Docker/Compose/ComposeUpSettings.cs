namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose up</c>.</summary>
public sealed class ComposeUpSettings : ComposeSettings
{
    public bool Detach { get; init; }

    /// <summary>
    /// Until every service runs or is healthy. Compose counts a service that has ended with 0 as failed, unless another
    /// one depends on it with <c>service_completed_successfully</c>.
    /// </summary>
    public bool Wait { get; init; }

    /// <summary>Whole seconds.</summary>
    public TimeSpan? WaitTimeout { get; init; }

    public bool NoBuild { get; init; }

    /// <summary><c>always</c>, <c>missing</c> or <c>never</c>; null: each service's own policy.</summary>
    public string? PullPolicy { get; init; }

    public bool RemoveOrphans { get; init; }

    public bool ForceRecreate { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
}
