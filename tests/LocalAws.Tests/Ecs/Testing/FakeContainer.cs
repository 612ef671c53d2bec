using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

internal sealed record FakeContainer(string Id)
{
    public ContainerState State { get; init; } = ContainerState.Running;

    public int? ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public HealthStatus? Health { get; init; }

    /// <summary>Whether it is on the network of the load balancers, and its port 80 is published.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>On the network of the load balancers.</summary>
    public string Address { get; init; } = "10.0.0.2";

    /// <summary>Where port 80 is published beside loopback; null for nowhere.</summary>
    public string? ReachableAt { get; init; }

    public FakeContainer Exited(int exitCode) => this with { State = ContainerState.Exited, ExitCode = exitCode };

    public ContainerObservation Observe() => new(Id, State, ExitCode, OutOfMemory, Health)
    {
        StartedAt = StartedAt,
        NetworkBindings = [.. IsBalanced ? [new NetworkBinding("127.0.0.1", 80, 32768, "tcp")] : Array.Empty<NetworkBinding>(), .. ReachableAt is { } address ? [new NetworkBinding(address, 80, 32770, "tcp")] : Array.Empty<NetworkBinding>()],
        Addresses = IsBalanced ? new Dictionary<string, string> { ["balancers"] = Address } : [],
    };
}
