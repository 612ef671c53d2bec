using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Says when a rollout is done or has failed, and goes back to what worked.</summary>
internal sealed class RolloutEvaluator(EcsState state, Replicas replicas, EcsSettings settings)
{
    /// <summary>Ends a rolling update that has failed too often, or that someone stopped.</summary>
    public void BreakCircuit(Service service, Turn turn)
    {
        var primary = service.Primary;
        var deployment = service.CurrentDeployment;
        if (WhyEnd(service, deployment, primary) is not { } failure)
            return;
        primary.End(RolloutState.Failed, failure.Reason, turn.Now);
        service.Say($"(deployment {primary.Id}) deployment failed: {failure.Event}.", turn.Now);
        if (primary.RollbackTo is not null)
            deployment?.End(ServiceDeploymentStatus.RollbackFailed, failure.Reason, turn.Now);
        else if (failure.RollsBack && service.LastCompleted is { } target)
            RollBack(service, target, failure.Reason, turn);
        else
            deployment?.End(ServiceDeploymentStatus.Stopped, failure.Reason, turn.Now);
    }

    /// <summary>The same for a blue/green deployment, whose own steps take it back.</summary>
    public static void FailGreen(Service service, ServiceDeployment deployment, Deployment green, Turn turn)
    {
        if (deployment.Status == ServiceDeploymentStatus.RollbackInProgress || WhyEnd(service, deployment, green) is not { } failure)
            return;
        green.End(RolloutState.Failed, failure.Reason, turn.Now);
        service.Say($"(deployment {green.Id}) deployment failed: {failure.Event}.", turn.Now);
        if (!failure.RollsBack)
        {
            deployment.End(ServiceDeploymentStatus.Stopped, failure.Reason, turn.Now);
            return;
        }

        deployment.RollBack(failure.Reason, turn.Now);
        if (deployment.SourceId is { } blue)
            service.Say($"rolling back to deployment {blue}.", turn.Now);
    }

    /// <summary>
    /// Done when as many tasks as desired are healthy and nothing else of the service runs any more; then the
    /// earlier deployments leave the list. Before, those leave it that have no task left and did not fail.
    /// </summary>
    public void Complete(Service service, Turn turn)
    {
        var live = replicas.Live(service);
        var primary = service.Primary;
        service.Deployments.RemoveAll(deployment => deployment != primary
            && deployment.RolloutState != RolloutState.Failed && live.TrueForAll(task => task.DeploymentId != deployment.Id));
        var ready = replicas.Ready(service, primary, turn);
        if (IsEarlySuccess(service, ready, live) && HasBaked(service, turn))
            Succeed(service, turn);
        if (primary.RolloutState == RolloutState.Failed || ready != service.DesiredCount || live.Count != ready)
            return;
        if (primary.InProgress && !HasBaked(service, turn))
            return;
        if (primary.InProgress)
            Succeed(service, turn);
        service.Deployments.RemoveAll(deployment => deployment != primary);
        if (service.Steady)
            return;
        service.Steady = true;
        service.Say("has reached a steady state.", turn.Now);
    }

    public static void Complete(Service service, Deployment primary, Turn turn)
    {
        primary.End(RolloutState.Completed, $"ECS deployment {primary.Id} completed.", turn.Now);
        service.LastCompleted = new(primary.Id, primary.TaskDefinitionArn, primary.RevisionArn, primary.BalancedPorts, primary.References) { Launch = primary.Launch, Registry = primary.Registry, Connect = primary.Connect };
        service.Steady = false;
        service.Say($"(deployment {primary.Id}) deployment completed.", turn.Now);
    }

    /// <summary>Whether enough of the new tasks are healthy, and the old ones gone where that is part of the deployment. The rest follows outside of it.</summary>
    private static bool IsEarlySuccess(Service service, int ready, IReadOnlyList<EcsTask> live) =>
        service is { Primary: { InProgress: true, RollbackTo: null } primary, Limits.Early: { } early }
        && ready >= early.Count(service.DesiredCount)
        && (early.IsDeferred || live.All(task => task.DeploymentId == primary.Id));

    /// <summary>
    /// Whether the alarms have been watched long enough after the tasks were replaced. ECS computes the time from the alarms and does not say how: here it is what
    /// the slowest of them takes to evaluate.
    /// </summary>
    private bool HasBaked(Service service, Turn turn)
    {
        if (service.CurrentDeployment is not { RollsBack: false, WatchedAlarms.Count: > 0 } deployment)
            return true;
        deployment.BakesUntil ??= turn.Now + (deployment.AlarmEvaluation / TimeSpan.FromMinutes(1) * settings.Minute);
        turn.Wake(deployment.BakesUntil.Value);
        return turn.Now >= deployment.BakesUntil;
    }

    private static void Succeed(Service service, Turn turn)
    {
        var primary = service.Primary;
        Complete(service, primary, turn);
        var outcome = primary.RollbackTo is null ? ServiceDeploymentStatus.Successful : ServiceDeploymentStatus.RollbackSuccessful;
        service.CurrentDeployment?.End(outcome, null, turn.Now);
    }

    private static DeploymentFailure? WhyEnd(Service service, ServiceDeployment? deployment, Deployment primary)
    {
        if (!primary.InProgress)
            return null;
        if (deployment is { Status: ServiceDeploymentStatus.RollbackRequested } && primary.RollbackTo is null)
            return DeploymentFailure.StoppedByUser;
        if (deployment is not null && primary.RollbackTo is null && deployment.Hooks.Exists(run => run.RollsBack))
            return DeploymentFailure.Hook;
        if (deployment is { TriggeredAlarms.Count: > 0 } && primary.RollbackTo is null)
            return DeploymentFailure.AlarmDetected(DeploymentAlarms.Of(deployment.Configuration)?.Rollback ?? false);
        var breaker = service.Limits.Breaker;
        return breaker.Enabled && primary.FailedTasks >= breaker.Threshold(service.DesiredCount) ? DeploymentFailure.BreakerTripped(breaker.Rollback) : null;
    }

    private void RollBack(Service service, CompletedDeployment target, string reason, Turn turn)
    {
        var rollback = Deployment.BeginRollback(target, turn.Now);
        service.Deployments.Insert(0, rollback);
        service.Restore(target.RevisionArn);
        service.CurrentDeployment?.RollBack(reason, turn.Now);
        service.Say($"rolling back to deployment {target.Id}.", turn.Now);
        // The tasks of the old deployment that still run are what the rollback wants: they stay.
        foreach (var task in state.TasksOf(service).Where(task => !task.StopRequested && task.DeploymentId == target.Id))
            task.DeploymentId = rollback.Id;
    }
}
