namespace Slipway.Docker.Containers;

/// <summary>A container to create. What is null or empty is left to the image and the engine.</summary>
public sealed class ContainerSettings : DockerSettings
{
    public required string Image { get; init; }

    /// <summary><c>missing</c> (docker's default), <c>always</c> or <c>never</c>.</summary>
    public string? Pull { get; init; }

    public string? Platform { get; init; }

    public string? Name { get; init; }

    public string? Hostname { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reaches docker through a file of mode 0600 that is gone when the container exists, never through the argument list.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Replaces the image's; more than one element becomes the entry point and the first arguments.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string> Command { get; init; } = [];

    public string? User { get; init; }

    /// <summary>The directory in the container that the process starts in.</summary>
    public string? Workdir { get; init; }

    public HealthCheck? HealthCheck { get; init; }

    /// <summary>Of the stop: between SIGTERM and SIGKILL.</summary>
    public TimeSpan? StopTimeout { get; init; }

    public string? StopSignal { get; init; }

    /// <summary><c>no</c>, <c>on-failure[:n]</c>, <c>always</c>, <c>unless-stopped</c>.</summary>
    public string? RestartPolicy { get; init; }

    public bool Init { get; init; }

    public bool Tty { get; init; }

    public bool Interactive { get; init; }

    public bool Privileged { get; init; }

    public bool ReadOnly { get; init; }

    public IReadOnlyList<string> CapabilitiesAdded { get; init; } = [];

    public IReadOnlyList<string> CapabilitiesDropped { get; init; } = [];

    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>Null keeps docker's own driver; its options may show in the process list.</summary>
    public string? LogDriver { get; init; }

    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ContainerNetworking Networking { get; init; } = new();

    public ContainerResources Resources { get; init; } = new();

    public ContainerStorage Storage { get; init; } = new();
}
