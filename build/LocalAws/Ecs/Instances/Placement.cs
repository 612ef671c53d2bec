using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>On which container instance a task is placed: one that meets its constraints and has its host ports, CPU units and memory, the best by its strategies.</summary>
internal sealed class Placement(EcsState state, TaskDefinitionCatalog catalog, ContainerInstances instances, EcsSettings settings)
{
    private const string Distinct = "distinctInstance";
    private const string MemberOf = "memberOf";

    /// <returns>The instance; or, where none has room, the one that is closest to it and what it lacks.</returns>
    public (ContainerInstance Instance, Obstacle? Obstacle) Choose(WantedTask wanted)
    {
        var live = Live();
        var all = instances.In(wanted.Cluster);
        var judged = all.Select(instance => (Instance: instance, Obstacle: WhyNot(wanted, instance, live))).ToList();
        IReadOnlyList<ContainerInstance> candidates = [.. judged.Where(one => one.Obstacle is null).Select(one => one.Instance)];
        if (candidates.Count == 0)
            return judged.MinBy(one => one.Obstacle switch { { Passes: true } => 0, { IsOnlyHere: true } => 1, _ => 2 });
        foreach (var strategy in wanted.Strategies)
            candidates = strategy.Choose(candidates, all, instance => On(instance, live), wanted);
        return (candidates[0], null);
    }

    /// <summary>The numbers of the instances that meet the constraints, whatever they have room for: a daemon has a task on each.</summary>
    public IReadOnlySet<int> Eligible(WantedTask wanted)
    {
        var live = Live();
        return instances.In(wanted.Cluster).Where(instance => IsMember(wanted.Constraints, wanted.Cluster, instance, live)).Select(instance => instance.Number).ToHashSet();
    }

    /// <summary>Whether an expression holds for an instance.</summary>
    public bool Matches(ClusterQuery query, string cluster, ContainerInstance instance) => query.Matches(Facts(cluster, instance, Live()));

    private Obstacle? WhyNot(WantedTask wanted, ContainerInstance instance, IReadOnlyList<PlacedTask> live)
    {
        if (!IsMember(wanted.Constraints, wanted.Cluster, instance, live))
            return Obstacle.Constraint("MemberOf", passes: false);
        var others = On(instance, live);
        var siblings = others.Where(wanted.IsSibling).ToList();
        var isDistinct = wanted.Constraints.Any(constraint => constraint.Text("type") == Distinct);
        if ((isDistinct && siblings.Count > 0) || (wanted.IsDaemon && siblings.Exists(sibling => !sibling.Task.StopRequested)))
            return Obstacle.Constraint("DistinctInstance", siblings.TrueForAll(sibling => sibling.Task.StopRequested));
        return LacksPorts(wanted, instance, others, live)
            ?? Lacks("RESOURCE:CPU", "CPU units", wanted.Blueprint.Cpu, others.Select(other => (other.Task, other.Blueprint.Cpu)), settings.InstanceCpu)
            ?? Lacks("RESOURCE:MEMORY", "memory", wanted.Blueprint.Memory, others.Select(other => (other.Task, other.Blueprint.Memory)), settings.InstanceMemory);
    }

    private static bool IsMember(IReadOnlyList<JsonObject> constraints, string cluster, ContainerInstance instance, IReadOnlyList<PlacedTask> live) => constraints
        .Where(constraint => constraint.Text("type") == MemberOf)
        .All(constraint => ClusterQuery.Parse(constraint.Text("expression") ?? "").Matches(Facts(cluster, instance, live)));

    private static InstanceFacts Facts(string cluster, ContainerInstance instance, IReadOnlyList<PlacedTask> live)
    {
        var tasks = On(instance, live).Where(other => other.Task.Cluster == cluster).Select(other => other.Task).ToList();
        return new(instance, tasks.Count(task => task.LastStatus == EcsTaskStatus.Running), [.. tasks.Select(task => task.Group).Distinct()]);
    }

    /// <summary>A port that another task has on its instance, or on this machine where both have them there.</summary>
    private static Obstacle? LacksPorts(WantedTask wanted, ContainerInstance instance, IReadOnlyList<PlacedTask> others, IReadOnlyList<PlacedTask> live)
    {
        var ports = wanted.Blueprint.StaticPorts;
        var holders = others.Where(other => other.Blueprint.StaticPorts.Overlaps(ports)).ToList();
        if (holders.Count > 0)
            return new("RESOURCE:PORTS", "is already using a port required by your task", Pass(holders));
        if (!wanted.Blueprint.IsOnHostNetwork && instance.Number > 0)
            return null;
        holders = [.. live.Where(other => other.HasMachinePorts && other.Blueprint.StaticPorts.Overlaps(ports))];
        return holders.Count == 0
            ? null
            : new("RESOURCE:PORTS", "is this machine, as all container instances of LocalAws, and in network mode host another one is already using a port required by your task", Pass(holders)) { IsOnlyHere = true };
    }

    private static bool Pass(List<PlacedTask> holders) => holders.TrueForAll(holder => holder.Task.StopRequested);

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

    private List<PlacedTask> Live() =>
        [.. state.Tasks.Where(task => task is { IsStopped: false, IsOnInstance: true }).Select(task => new PlacedTask(task, catalog.Blueprint(task.TaskDefinitionArn)))];

    /// <summary>The instances of all clusters are the same machine.</summary>
    private static List<PlacedTask> On(ContainerInstance instance, IReadOnlyList<PlacedTask> live) => [.. live.Where(other => other.Task.InstanceNumber == instance.Number)];
}
