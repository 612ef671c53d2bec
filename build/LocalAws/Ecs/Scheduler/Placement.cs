
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Whether the one container instance has room for a task: its host ports, CPU units and memory.</summary>
internal sealed class Placement(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, EcsSettings settings)
{
    public string InstanceId => EcsArns.NameOf(arns.ContainerInstance("any"));

    /// <summary>Null when there is room.</summary>
    public Obstacle? WhyNot(TaskBlueprint wanted)
    {
        var live = state.Tasks.Where(task => !task.IsStopped).Select(task => (Task: task, Blueprint: catalog.Blueprint(task.TaskDefinitionArn))).ToList();
        var holders = live.Where(other => other.Blueprint.StaticPorts.Overlaps(wanted.StaticPorts)).ToList();
        if (holders.Count > 0)
            return new("PORTS", "is already using a port required by your task", holders.TrueForAll(holder => holder.Task.StopRequested));
        return Lacks("CPU", "CPU units", wanted.Cpu, live.Select(other => (other.Task, other.Blueprint.Cpu)), settings.InstanceCpu)
            ?? Lacks("MEMORY", "memory", wanted.Memory, live.Select(other => (other.Task, other.Blueprint.Memory)), settings.InstanceMemory);
    }

    private static Obstacle? Lacks(string resource, string what, int wanted, IEnumerable<(EcsTask Task, int Amount)> taken, int? capacity)
    {
        if (capacity is not { } there)
            return null;
        var all = taken.ToList();
        if (all.Sum(other => other.Amount) + wanted <= there)
            return null;
        var staying = all.Where(other => !other.Task.StopRequested).Sum(other => other.Amount);
        return new(resource, $"has insufficient {what} available", staying + wanted <= there);
    }
}

/// <summary>Why a task cannot be placed.</summary>
/// <param name="Resource">What it lacks, as RunTask calls it: PORTS, CPU or MEMORY.</param>
/// <param name="Reason">In ECS's words, of the container instance.</param>
/// <param name="Passes">Whether it is gone when the tasks that are stopping have stopped.</param>
internal sealed record Obstacle(string Resource, string Reason, bool Passes);
