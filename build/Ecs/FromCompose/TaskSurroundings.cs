namespace Slipway.Ecs.FromCompose;

/// <summary>What a task is beside, where a Compose application becomes several services of ECS that Service Connect joins.</summary>
public sealed record TaskSurroundings
{
    /// <summary>The Compose services that are containers of this task.</summary>
    public required IReadOnlyCollection<string> Members { get; init; }

    /// <summary>By Compose service that the environment does not have: what takes its place, such as <c>RDS</c>. Who reaches one gets FILL-IN in the place of its name.</summary>
    public required IReadOnlyDictionary<string, string> Replaced { get; init; }

    /// <summary>By Compose service: the ports at which the others reach it by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ConnectedPort>> Ports { get; init; }

    /// <summary>By Compose service that Service Connect does not make known: why, a part of a sentence. Each environment has another address for it.</summary>
    public required IReadOnlyDictionary<string, string> Unjoined { get; init; }

    /// <summary>Ports of container instances that a Compose service cannot have there, by the service and as in <c>8080/tcp</c>.</summary>
    public required IReadOnlyDictionary<(string Service, string Port), DisplacedPort> Displaced { get; init; }

    /// <summary>By Compose service: what its <c>x-slipway</c> says.</summary>
    public required IReadOnlyDictionary<string, ServiceHints> Hints { get; init; }

    public IReadOnlyList<ConnectedPort> PortsOf(string service) => Ports.GetValueOrDefault(service) ?? [];
}
