using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Tasks;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

internal sealed record FakeContainer(string Id)
{
    public ContainerState State { get; init; } = ContainerState.Running;

    public int? ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    public HealthStatus? Health { get; init; }

    public FakeContainer Exited(int exitCode) => this with { State = ContainerState.Exited, ExitCode = exitCode };

    public ContainerObservation Observe() => new(Id, State, ExitCode, OutOfMemory, Health);
}
