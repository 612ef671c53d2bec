using Slipway.LocalAws.Ecs.Services;
using Slipway.LocalAws.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Says when a rollout is done or has failed, and goes back to what worked.</summary>
internal sealed class RolloutJudge(EcsState state, TaskDefinitionCatalog catalog, EcsSettings settings)
{
    public void BreakCircuit(Service service, Turn turn)
    {
        var primary = service.Primary;
        if (!service.Limits.BreakerEnabled || !primary.InProgress || primary.FailedTasks < DeploymentLimits.BreakerThreshold(service.DesiredCount))
            return;
        primary.End(RolloutState.Failed, "ECS deployment circuit breaker: tasks failed to start.", turn.Now);
        service.Say($"(deployment {primary.Id}) deployment failed: tasks failed to start.", turn.Now);
        if (service.Limits.Rollback && primary.RollbackTo is null && service.LastCompleted is { } target)
            RollBack(service, target, turn);
    }

    /// <summary>
    /// Done when as many tasks as desired are healthy and nothing else of the service runs any more; then the
    /// earlier deployments leave the list. Before, those leave it that have no task left and did not fail.
    /// </summary>
    public void Complete(Service service, Turn turn)
    {
        var live = state.TasksOf(service).Where(task => !task.IsStopped).ToList();
        var primary = service.Primary;
        service.Deployments.RemoveAll(deployment => deployment != primary
            && deployment.RolloutState != RolloutState.Failed && live.TrueForAll(task => task.DeploymentId != deployment.Id));
        var ready = live.Count(task => task.DeploymentId == primary.Id && TaskReadiness.IsReady(task, catalog, settings, turn));
        if (primary.RolloutState == RolloutState.Failed || ready != service.DesiredCount || live.Count != ready)
            return;
        if (primary.InProgress)
            Complete(service, primary, turn.Now);
        if (service.Steady)
            return;
        service.Steady = true;
        service.Say("has reached a steady state.", turn.Now);
    }

    private static void Complete(Service service, Deployment primary, DateTimeOffset now)
    {
        service.Deployments.RemoveAll(deployment => deployment != primary);
        primary.End(RolloutState.Completed, $"ECS deployment {primary.Id} completed.", now);
        service.LastCompleted = new(primary.Id, primary.TaskDefinitionArn, primary.References);
        service.Steady = false;
        service.Say($"(deployment {primary.Id}) deployment completed.", now);
    }

    private void RollBack(Service service, CompletedDeployment target, Turn turn)
    {
        var rollback = Deployment.BeginRollback(target, turn.Now);
        service.Deployments.Insert(0, rollback);
        service.Say($"rolling back to deployment {target.Id}.", turn.Now);
        // The tasks of the old deployment that still run are what the rollback wants: they stay.
        foreach (var task in state.TasksOf(service).Where(task => !task.StopRequested && task.DeploymentId == target.Id))
            task.DeploymentId = rollback.Id;
    }
}
