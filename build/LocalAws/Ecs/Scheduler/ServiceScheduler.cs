using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Compares what a service wants with what it has, and has tasks started and stopped as its deployment strategy says.</summary>
internal sealed class ServiceScheduler(FailureTracker failures, Replicas replicas, RollingUpdate rolling, BlueGreen blueGreen, TaskSetReconciler taskSets)
{
    public void Advance(Service service, Turn turn)
    {
        if (service.Status == ServiceStatus.Inactive)
            return;
        if (service.Status == ServiceStatus.Draining)
        {
            Drain(service, turn);
            return;
        }

        replicas.CountInstances(service);
        failures.Count(service, turn);
        var deployment = service.CurrentDeployment;
        if (deployment is not null)
            LifecycleHooks.Expire(deployment, turn);
        if (service.IsControlledByOthers)
            taskSets.Advance(service, turn);
        else if (deployment is { Stage: not null })
            blueGreen.Advance(service, deployment, turn);
        else
            rolling.Advance(service, turn);
    }

    private void Drain(Service service, Turn turn)
    {
        Replicas.Stop(service, replicas.Wanted(service), turn);
        if (replicas.Live(service).Count == 0)
            service.Status = ServiceStatus.Inactive;
    }
}
