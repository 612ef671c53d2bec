
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Whether the containers that another one depends on are where its <c>dependsOn</c> wants them.</summary>
internal static class ContainerDependencies
{
    /// <summary>Whether a container can be started now.</summary>
    /// <param name="failure">Why it never can, or null.</param>
    public static bool AreMet(EcsTask task, TaskBlueprint blueprint, ContainerBlueprint container, Turn turn, out string? failure)
    {
        failure = null;
        var met = true;
        foreach (var dependency in container.DependsOn)
        {
            var target = task.Container(dependency.ContainerName);
            if (IsMet(dependency, target))
                continue;
            met = false;
            failure ??= WhyNever(container.Name, dependency, target)
                ?? WhyTooLate(container.Name, dependency, target, blueprint.Container(target.Name).StartTimeout, turn);
        }

        return met;
    }

    /// <summary>Whether no running container depends on this one any more: the order of stopping is the reverse of starting.</summary>
    public static bool NobodyNeeds(EcsTask task, TaskBlueprint blueprint, string name) =>
        !blueprint.Containers.Any(other => other.Name != name
            && other.DependsOn.Any(dependency => dependency.ContainerName == name)
            && task.Container(other.Name).Phase == ContainerPhase.Running);

    private static bool IsMet(ContainerDependency dependency, TaskContainer target) => dependency.Condition switch
    {
        "COMPLETE" => target.Phase == ContainerPhase.Stopped && target.WasStarted,
        "SUCCESS" => target is { Phase: ContainerPhase.Stopped, ExitCode: 0 },
        "HEALTHY" => target is { Phase: ContainerPhase.Running, Health: HealthStatus.Healthy },
        _ => target.WasStarted,
    };

    private static string? WhyNever(string name, ContainerDependency dependency, TaskContainer target) =>
        target.Phase != ContainerPhase.Stopped ? null
        : Failure(name, dependency, !target.WasStarted ? "it could not be started" : $"it ended with exit code {target.ExitCode}");

    private static string? WhyTooLate(string name, ContainerDependency dependency, TaskContainer target, TimeSpan? limit, Turn turn)
    {
        if (limit is not { } patience || target.StartedAt is not { } startedAt)
            return null;
        turn.Wake(startedAt + patience);
        return turn.Now < startedAt + patience ? null : Failure(name, dependency, $"its startTimeout of {patience.TotalSeconds} s is over");
    }

    private static string Failure(string name, ContainerDependency dependency, string why) =>
        $"Container '{name}' depends on '{dependency.ContainerName}' with condition {dependency.Condition}, which cannot be met: {why}";
}
