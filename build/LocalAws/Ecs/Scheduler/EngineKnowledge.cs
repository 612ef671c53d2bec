
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>What the state says should be on the engine at one moment.</summary>
/// <param name="TaskIds">Of the tasks that can have something on the engine.</param>
/// <param name="RunningContainers">Runtime ids of the containers that run as far as is known.</param>
internal sealed record EngineKnowledge(IReadOnlySet<string> TaskIds, IReadOnlyList<string> RunningContainers)
{
    public static EngineKnowledge Of(EcsState state) => new(
        state.Tasks.Where(task => !task.ContainersRemoved).Select(task => task.Id).ToHashSet(),
        [
            .. state.Tasks.SelectMany(task => task.Containers)
                .Where(container => container is { Phase: ContainerPhase.Running, RuntimeId: not null })
                .Select(container => container.RuntimeId!),
        ]);
}
