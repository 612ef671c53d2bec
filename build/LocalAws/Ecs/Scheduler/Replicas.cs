using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>The tasks of services: which there are, and how more are started and some are stopped, with the events that tell of it.</summary>
internal sealed class Replicas(EcsState state, TaskDefinitionCatalog catalog, Placement placement, EcsTaskFactory factory, EcsSettings settings)
{
    /// <summary>All that have not stopped, those on their way out included.</summary>
    public List<EcsTask> Live(Service service) => [.. state.TasksOf(service).Where(task => !task.IsStopped)];

    public List<EcsTask> Live(Service service, Deployment deployment) => [.. Live(service).Where(task => task.DeploymentId == deployment.Id)];

    public List<EcsTask> Wanted(Service service) => [.. state.TasksOf(service).Where(task => !task.StopRequested)];

    public List<EcsTask> Wanted(Service service, Deployment deployment) => [.. Wanted(service).Where(task => task.DeploymentId == deployment.Id)];

    /// <summary>A daemon wants as many tasks as there are instances that meet its constraints.</summary>
    public void CountInstances(Service service)
    {
        if (service is { IsDaemon: true, IsControlledByOthers: false })
            service.DesiredCount = Eligible(service, service.Primary).Count;
    }

    public bool IsReady(EcsTask task, Turn turn) => TaskReadiness.IsReady(task, catalog, settings, turn);

    public int Ready(Service service, Deployment deployment, Turn turn) => Wanted(service, deployment).Count(task => IsReady(task, turn));

    /// <summary>Starts what is missing and stops what is too much of one deployment, whatever the others have.</summary>
    public void ReconcileTo(Service service, Deployment deployment, int count, Turn turn)
    {
        StopSurplus(service, deployment, count, turn);
        Start(service, deployment, count - Wanted(service, deployment).Count, turn);
    }

    /// <summary>The newest go first, those that are not running before those that are.</summary>
    public void StopSurplus(Service service, Deployment deployment, int count, Turn turn)
    {
        var misplaced = Misplaced(service, deployment);
        var placed = Wanted(service, deployment).Except(misplaced).ToList();
        List<EcsTask> surplus = placed.Count > count ? Stoppable(placed, turn) : [];
        surplus.Reverse();
        Stop(service, [.. Stoppable(misplaced, turn), .. surplus.OrderBy(task => task.LastStatus == EcsTaskStatus.Running).Take(placed.Count - count)], turn);
    }

    /// <summary>
    /// The tasks of a daemon on instances that no longer meet its constraints: "It also stops tasks that don't meet the placement constraints", Amazon ECS API reference,
    /// Service, schedulingStrategy. For others the constraints are those of the moment when they are placed.
    /// </summary>
    private List<EcsTask> Misplaced(Service service, Deployment deployment)
    {
        if (!service.IsDaemon)
            return [];
        var eligible = Eligible(service, deployment);
        return [.. Wanted(service, deployment).Where(task => !eligible.Contains(task.InstanceNumber))];
    }

    private IReadOnlySet<int> Eligible(Service service, Deployment deployment) => placement.Eligible(Placeable(service, deployment));

    private WantedTask Placeable(Service service, Deployment deployment) =>
        WantedTask.Of(service, catalog.Find(deployment.TaskDefinitionArn)!, catalog.Blueprint(deployment.TaskDefinitionArn));

    /// <summary>Those that are not protected; the protection of the others is looked at again when it ends.</summary>
    public static List<EcsTask> Stoppable(IEnumerable<EcsTask> tasks, Turn turn)
    {
        var isProtected = tasks.ToLookup(task => task.IsProtected(turn.Now));
        foreach (var task in isProtected[true])
            turn.Wake(task.ProtectedUntil!.Value);
        return [.. isProtected[false]];
    }

    /// <summary>As many as there is room for; none while the deployment waits after a failure.</summary>
    public void Start(Service service, Deployment deployment, int count, Turn turn)
    {
        if (count <= 0 || deployment.RolloutState == RolloutState.Failed)
            return;
        if (deployment.NextStartAt is { } notBefore && turn.Now < notBefore)
        {
            turn.Wake(notBefore);
            return;
        }

        var wanted = deployment.Launch.IsFargate ? null : Placeable(service, deployment);
        var started = new List<EcsTask>();
        (ContainerInstance Instance, Obstacle? Obstacle)? place = null;
        while (started.Count < count && (place = wanted is null ? null : placement.Choose(wanted))?.Obstacle is null)
            started.Add(factory.Create(service, deployment, place?.Instance.Number ?? 0, turn.Now));
        if (started.Count > 0)
        {
            service.Steady = false;
            service.Say($"has started {started.Count} tasks: {Names(started)}.", turn.Now);
        }

        if (place is ({ } closest, { Passes: false } obstacle))
            service.SayOnce(
                "was unable to place a task because no container instance met all of its requirements. "
                + $"The closest matching (container-instance {EcsArns.NameOf(closest.Arn)}) {obstacle.Reason}. "
                + "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
                turn.Now);
    }

    public static void Stop(Service service, IReadOnlyList<EcsTask> tasks, Turn turn)
    {
        if (tasks.Count == 0)
            return;
        var running = tasks.Where(task => task.LastStatus == EcsTaskStatus.Running).ToList();
        var balanced = tasks.Where(task => task.Registrations.Count > 0).ToList();
        var why = service.Deployments.Count > 0 ? $"Scaling activity initiated by (deployment {service.Primary.Id})" : "Scaling activity initiated by the service";
        foreach (var task in tasks)
            task.RequestStop(StopCodes.ServiceSchedulerInitiated, why, failed: false, turn.Now);
        service.Steady = false;
        if (running.Count > 0)
            service.Say($"has stopped {running.Count} running tasks: {Names(running)}.", turn.Now);
        foreach (var group in balanced.SelectMany(task => task.Registrations).GroupBy(registration => registration.TargetGroupArn))
            service.Say($"deregistered {group.Count()} targets in (target-group {group.Key}).", turn.Now);
        if (balanced.Count > 0)
            service.Say($"has begun draining connections on {balanced.Count} tasks.", turn.Now);
    }

    private static string Names(IEnumerable<EcsTask> tasks) => string.Join(' ', tasks.Select(task => $"(task {task.Id})"));
}
