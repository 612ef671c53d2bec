using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>The deployment strategy ROLLING: as many tasks at a time as the percentages of the service allow. Keeps the count between deployments, too.</summary>
internal sealed class RollingUpdate(Replicas replicas, RolloutEvaluator judge)
{
    public void Advance(Service service, Turn turn)
    {
        judge.BreakCircuit(service, turn);
        replicas.StopSurplus(service, service.Primary, service.DesiredCount, turn);
        StopReplaced(service, turn);
        StartMissing(service, turn);
        judge.Complete(service, turn);
    }

    /// <summary>Tasks of earlier deployments: those that are no use at once, the healthy ones as far as enough others are healthy.</summary>
    private void StopReplaced(Service service, Turn turn)
    {
        var wanted = replicas.Wanted(service);
        var old = wanted.Where(task => task.DeploymentId != service.Primary.Id).ToList();
        if (old.Count == 0 || service.Primary.RolloutState == RolloutState.Failed)
            return;
        var healthy = wanted.Where(task => replicas.IsReady(task, turn)).ToHashSet();
        var spare = Math.Max(0, healthy.Count - service.Limits.Lowest(service.DesiredCount));
        var useless = old.Where(task => !healthy.Contains(task)).ToList();
        Replicas.Stop(service, [.. useless, .. old.Where(healthy.Contains).Take(spare)], turn);
    }

    /// <summary>A task that is draining or stopping still takes a place: no more than <c>maximumPercent</c> run at once.</summary>
    private void StartMissing(Service service, Turn turn)
    {
        var wanted = replicas.Wanted(service);
        var missing = service.DesiredCount - wanted.Count(task => task.DeploymentId == service.Primary.Id);
        var room = service.Limits.Highest(service.DesiredCount) - wanted.Count;
        replicas.Start(service, service.Primary, Math.Min(missing, room), turn);
    }
}
