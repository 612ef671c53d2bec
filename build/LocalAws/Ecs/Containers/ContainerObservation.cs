using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>What the engine says about a container at one moment.</summary>
/// <param name="State">Gone when the engine does not know the id.</param>
/// <param name="ExitCode">Only of an exited container.</param>
/// <param name="Health">Null without a health check.</param>
public sealed record ContainerObservation(
    string RuntimeId,
    ContainerState State,
    int? ExitCode = null,
    bool OutOfMemory = false,
    HealthStatus? Health = null,
    DateTimeOffset? StartedAt = null)
{
    /// <summary>Whether it was called healthy before the engine's own first check, which has failed since.</summary>
    public bool HealthIsWithdrawn { get; init; }

    public IReadOnlyList<NetworkBinding> NetworkBindings { get; init; } = [];

    /// <summary>On the network that it was started in; null where it shares another container's.</summary>
    public string? MacAddress { get; init; }

    /// <summary>IP address by network.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();
}

/// <summary>The states of a container on the engine that make a difference to ECS.</summary>
public enum ContainerState
{
    Created,
    Running,
    Exited,
    Gone,
}
