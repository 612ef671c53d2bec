using Slipway.LocalAws.Ecs.Services;
using Slipway.LocalAws.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Tasks;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// Compares what a service wants with what it has, and starts and stops tasks: the service scheduler of ECS for the
/// deployment type <c>ECS</c> (rolling update) on one container instance.
/// </summary>
internal sealed class ServiceScheduler(EcsState state, TaskDefinitionCatalog catalog, TaskFactory factory, EcsSettings settings)
{
    private readonly FailureLedger _failures = new(state, catalog, settings);
    private readonly RolloutJudge _rollout = new(state, catalog, settings);

    public void Advance(Service service, Turn turn)
    {
        if (service.Status == ServiceStatus.Inactive)
            return;
        if (service.Status == ServiceStatus.Draining)
        {
            Drain(service, turn);
            return;
        }

        _failures.Count(service, turn);
        _rollout.BreakCircuit(service, turn);
        StopSurplus(service, turn);
        StopReplaced(service, turn);
        StartMissing(service, turn);
        _rollout.Complete(service, turn);
    }

    private void Drain(Service service, Turn turn)
    {
        var live = Live(service);
        Stop(service, live.Where(task => !task.StopRequested), turn);
        if (live.Count == 0)
            service.Status = ServiceStatus.Inactive;
    }

    /// <summary>After the desired count was lowered: the newest go first, those that are not running before those that are.</summary>
    private void StopSurplus(Service service, Turn turn)
    {
        var current = Wanted(service).Where(task => task.DeploymentId == service.Primary.Id).Reverse()
            .OrderBy(task => task.LastStatus == EcsTaskStatus.Running).ToList();
        Stop(service, current.Take(current.Count - service.DesiredCount), turn);
    }

    /// <summary>Tasks of earlier deployments: those that are no use at once, the healthy ones as far as enough others are healthy.</summary>
    private void StopReplaced(Service service, Turn turn)
    {
        var wanted = Wanted(service);
        var old = wanted.Where(task => task.DeploymentId != service.Primary.Id).ToList();
        if (old.Count == 0 || service.Primary.RolloutState == RolloutState.Failed)
            return;
        var healthy = wanted.Where(task => TaskReadiness.IsReady(task, catalog, settings, turn)).ToHashSet();
        var spare = Math.Max(0, healthy.Count - MustStay(service, old));
        var useless = old.Where(task => !healthy.Contains(task)).ToList();
        Stop(service, [.. useless, .. old.Where(healthy.Contains).Take(spare)], turn);
    }

    /// <summary>
    /// ECS would wait for ever for a place for the new task where its static host ports are taken by the old one, or where
    /// no more tasks than desired may run and none may stop. On the one machine of a rehearsal that would be the usual case, so the old one goes first.
    /// </summary>
    private int MustStay(Service service, IReadOnlyList<EcsTask> old)
    {
        var limits = service.Limits;
        var lowest = limits.Lowest(service.DesiredCount);
        var ports = catalog.Blueprint(service.Primary.TaskDefinitionArn).StaticPorts;
        if (old.Any(task => catalog.Blueprint(task.TaskDefinitionArn).StaticPorts.Overlaps(ports)))
            return 0;
        return limits.Highest(service.DesiredCount) <= service.DesiredCount ? Math.Min(lowest, service.DesiredCount - 1) : lowest;
    }

    private void StartMissing(Service service, Turn turn)
    {
        var primary = service.Primary;
        var wanted = Wanted(service);
        var missing = service.DesiredCount - wanted.Count(task => task.DeploymentId == primary.Id);
        var room = service.Limits.Highest(service.DesiredCount) - wanted.Count;
        if (primary.RolloutState == RolloutState.Failed || Math.Min(missing, room) <= 0)
            return;
        if (primary.NextStartAt is { } notBefore && turn.Now < notBefore)
        {
            turn.Wake(notBefore);
            return;
        }

        var started = new List<EcsTask>();
        while (started.Count < Math.Min(missing, room) && CanPlace(service, turn))
            started.Add(factory.Create(service, primary, turn.Now));
        if (started.Count == 0)
            return;
        service.Steady = false;
        service.Say($"has started {started.Count} tasks: {Names(started)}.", turn.Now);
    }

    private bool CanPlace(Service service, Turn turn)
    {
        if (!factory.IsBlocked(catalog.Blueprint(service.Primary.TaskDefinitionArn), out var holders))
            return true;
        if (!holders.All(holder => holder.StopRequested))
            service.SayOnce(
                "was unable to place a task because no container instance met all of its requirements. "
                + "The closest matching container-instance is already using a port required by your task.",
                turn.Now);
        return false;
    }

    private static void Stop(Service service, IEnumerable<EcsTask> tasks, Turn turn)
    {
        var stopped = tasks.ToList();
        if (stopped.Count == 0)
            return;
        var running = stopped.Where(task => task.LastStatus == EcsTaskStatus.Running).ToList();
        foreach (var task in stopped)
            task.RequestStop(StopCodes.ServiceSchedulerInitiated, $"Scaling activity initiated by (deployment {service.Primary.Id})", failed: false, turn.Now);
        service.Steady = false;
        if (running.Count > 0)
            service.Say($"has stopped {running.Count} running tasks: {Names(running)}.", turn.Now);
    }

    private static string Names(IEnumerable<EcsTask> tasks) => string.Join(' ', tasks.Select(task => $"(task {task.Id})"));

    private List<EcsTask> Live(Service service) => [.. state.TasksOf(service).Where(task => !task.IsStopped)];

    private List<EcsTask> Wanted(Service service) => [.. state.TasksOf(service).Where(task => !task.StopRequested)];
}
