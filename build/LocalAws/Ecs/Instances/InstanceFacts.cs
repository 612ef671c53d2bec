namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>What expressions can ask of a container instance.</summary>
/// <param name="Groups">Of the tasks that are on it.</param>
internal sealed record InstanceFacts(ContainerInstance Instance, int RunningTasks, IReadOnlyCollection<string> Groups);
