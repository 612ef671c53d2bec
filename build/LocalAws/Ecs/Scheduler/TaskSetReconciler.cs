using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Keeps each task set of a service at its scale. What becomes of them is for their deployment controller to say.</summary>
internal sealed class TaskSetReconciler(Replicas replicas)
{
    public void Advance(Service service, Turn turn)
    {
        foreach (var deployment in service.Deployments.ToList())
            Keep(service, deployment, deployment.TaskSet!, turn);
        var calm = service.Deployments.TrueForAll(deployment => deployment.TaskSet!.SteadySince is not null);
        if (service.Steady || !calm || service.Deployments.Count == 0)
            return;
        service.Steady = true;
        service.Say("has reached a steady state.", turn.Now);
    }

    private void Keep(Service service, Deployment deployment, TaskSet taskSet, Turn turn)
    {
        var desired = taskSet.DesiredCount(service);
        replicas.ReconcileTo(service, deployment, desired, turn);
        var live = replicas.Live(service, deployment).Count;
        if (taskSet.IsDraining && live == 0)
        {
            service.Deployments.Remove(deployment);
            return;
        }

        var steady = live == desired && replicas.Ready(service, deployment, turn) == desired;
        taskSet.SteadySince = steady ? taskSet.SteadySince ?? turn.Now : null;
        if (steady && deployment.InProgress)
            deployment.End(RolloutState.Completed, $"ECS deployment {deployment.Id} completed.", turn.Now);
        service.Steady &= steady;
    }
}
