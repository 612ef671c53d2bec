using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>The deployment strategy ROLLING: as many tasks at a time as the percentages of the service allow. Keeps the count between deployments, too.</summary>
internal sealed class RollingUpdate(Replicas replicas, RolloutEvaluator judge, LifecycleHooks hooks)
{
    public void Advance(Service service, Turn turn)
    {
        judge.BreakCircuit(service, turn);
        var deployment = service.CurrentDeployment is { RollsBack: false } current ? current : null;
        if (deployment is not null && !MayScaleUp(deployment, turn))
        {
            if (service.Deployments.Find(known => known.Id == deployment.SourceId) is { } source)
                replicas.ReconcileTo(service, source, service.DesiredCount, turn);
            return;
        }

        // A pause after the new tasks have started keeps what is left of the old ones.
        if (deployment is not null && replicas.Ready(service, service.Primary, turn) >= service.Limits.Enough(service.DesiredCount) && !hooks.ArePassed(deployment, LifecycleStage.PostScaleUp, turn))
            return;
        replicas.StopSurplus(service, service.Primary, service.DesiredCount, turn);
        StopReplaced(service, turn);
        StartMissing(service, turn);
        judge.Complete(service, turn);
    }

    private bool MayScaleUp(ServiceDeployment deployment, Turn turn) =>
        (!deployment.Reconciles || hooks.ArePassed(deployment, LifecycleStage.ReconcileService, turn)) && hooks.ArePassed(deployment, LifecycleStage.PreScaleUp, turn);

    /// <summary>Tasks of earlier deployments: those that are no use at once, the healthy ones as far as enough others are healthy.</summary>
    private void StopReplaced(Service service, Turn turn)
    {
        var wanted = replicas.Wanted(service);
        var old = Replicas.Stoppable(wanted.Where(task => task.DeploymentId != service.Primary.Id), turn);
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
