using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Whether the one container instance has room for a task: its host ports, CPU units and memory.</summary>
internal sealed class Placement(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, EcsSettings settings)
{
    public string InstanceId => EcsArns.NameOf(arns.ContainerInstance("any"));

    /// <summary>Null when there is room.</summary>
    /// <param name="constraints"><c>placementConstraints</c> of the service or of RunTask.</param>
    /// <param name="group">Of the task.</param>
    public Obstacle? WhyNot(TaskBlueprint wanted, IReadOnlyList<JsonObject> constraints, string group)
    {
        var live = state.Tasks.Where(task => task is { IsStopped: false, IsOnInstance: true }).Select(task => (Task: task, Blueprint: catalog.Blueprint(task.TaskDefinitionArn))).ToList();
        // With one instance there is room for one task of its group. The sentence is unconfirmed.
        var others = constraints.Any(constraint => constraint.Text("type") == "distinctInstance") ? live.Where(other => other.Task.Group == group).ToList() : [];
        if (others.Count > 0)
            return new("DistinctInstance placement constraint unsatisfied.", "does not satisfy the placement constraint distinctInstance", others.TrueForAll(other => other.Task.StopRequested));
        var holders = live.Where(other => other.Blueprint.StaticPorts.Overlaps(wanted.StaticPorts)).ToList();
        if (holders.Count > 0)
            return new("RESOURCE:PORTS", "is already using a port required by your task", holders.TrueForAll(holder => holder.Task.StopRequested));
        return Lacks("RESOURCE:CPU", "CPU units", wanted.Cpu, live.Select(other => (other.Task, other.Blueprint.Cpu)), settings.InstanceCpu)
            ?? Lacks("RESOURCE:MEMORY", "memory", wanted.Memory, live.Select(other => (other.Task, other.Blueprint.Memory)), settings.InstanceMemory);
    }

    private static Obstacle? Lacks(string failure, string what, int wanted, IEnumerable<(EcsTask Task, int Amount)> taken, int? capacity)
    {
        if (capacity is not { } there)
            return null;
        var all = taken.ToList();
        if (all.Sum(other => other.Amount) + wanted <= there)
            return null;
        var staying = all.Where(other => !other.Task.StopRequested).Sum(other => other.Amount);
        return new(failure, $"has insufficient {what} available", staying + wanted <= there);
    }
}

/// <summary>Why a task cannot be placed.</summary>
/// <param name="Failure">As RunTask answers it: <c>RESOURCE:PORTS</c>, <c>RESOURCE:CPU</c>, …</param>
/// <param name="Reason">In ECS's words, of the container instance.</param>
/// <param name="Passes">Whether it is gone when the tasks that are stopping have stopped.</param>
internal sealed record Obstacle(string Failure, string Reason, bool Passes);
