using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// The deployment strategies BLUE_GREEN, CANARY and LINEAR: the new tasks (green) are started beside the old ones (blue), the requests are
/// moved to them, both run on for the bake time, and then the old ones stop. Until then a rollback moves the requests back.
/// </summary>
internal sealed class BlueGreen(Replicas replicas, LifecycleHooks hooks, EcsSettings settings)
{
    public void Advance(Service service, ServiceDeployment deployment, Turn turn)
    {
        var green = service.Deployments.First(known => known.Id == deployment.DeploymentId);
        var blue = service.Deployments.Find(known => known.Id == deployment.SourceId);
        if (deployment.ShiftFailure is { } failure)
            service.SayOnce($"was unable to shift traffic: {failure}", turn.Now);
        RemoveOthers(service, green, blue, turn);
        // From then on the old tasks end, and nothing fails the deployment any more but somebody who stops it: then they are needed again.
        if (deployment.Stage != LifecycleStage.CleanUp || deployment.Status == ServiceDeploymentStatus.RollbackRequested)
            RolloutEvaluator.FailGreen(service, deployment, green, turn);
        if (blue is not null && (deployment.Stage != LifecycleStage.CleanUp || deployment.RollsBack))
            replicas.ReconcileTo(service, blue, service.DesiredCount, turn);
        if (deployment.RollsBack)
        {
            GoBack(service, deployment, green, blue, turn);
            return;
        }

        if (deployment.HasEnded)
            return;
        Follow(service, deployment, green, blue, turn);
        if (deployment.Stage >= LifecycleStage.ScaleUp)
            replicas.ReconcileTo(service, green, service.DesiredCount, turn);
    }

    /// <summary>Goes through the stages as far as they are reached.</summary>
    private void Follow(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, Turn turn)
    {
        // Its own: what the service says by now is for the next one.
        var plan = DeploymentLimits.Of(deployment.Configuration, service.IsDaemon).Traffic ?? service.Limits.Traffic!;
        switch (deployment.Stage)
        {
            case LifecycleStage.ReconcileService or LifecycleStage.PreScaleUp or LifecycleStage.PostScaleUp or LifecycleStage.PostTestTrafficShift or LifecycleStage.PostProductionTrafficShift
                when hooks.ArePassed(deployment, deployment.Stage.Value, turn):
                Enter(service, deployment, green, blue, deployment.Stage.Value + 1, turn);
                break;
            case LifecycleStage.ScaleUp when TrafficShifts.Are(service, deployment, green, blue, TrafficShare.None, turn) && replicas.Ready(service, green, turn) >= service.DesiredCount:
                Enter(service, deployment, green, blue, LifecycleStage.PostScaleUp, turn);
                break;
            case LifecycleStage.TestTrafficShift when TrafficShifts.Are(service, deployment, green, blue, new(0, 100), turn):
                Enter(service, deployment, green, blue, LifecycleStage.PostTestTrafficShift, turn);
                break;
            case LifecycleStage.PreProductionTrafficShift when hooks.ArePassed(deployment, LifecycleStage.PreProductionTrafficShift, turn, NextStep(deployment, blue, plan)):
                deployment.Step = NextStep(deployment, blue, plan);
                Enter(service, deployment, green, blue, LifecycleStage.ProductionTrafficShift, turn);
                break;
            case LifecycleStage.ProductionTrafficShift:
                ShiftProduction(service, deployment, green, blue, plan, turn);
                break;
            case LifecycleStage.BakeTime when blue is null || IsOver(deployment, plan.BakeMinutes, turn):
                Enter(service, deployment, green, blue, LifecycleStage.CleanUp, turn);
                break;
            case LifecycleStage.CleanUp:
                CleanUp(service, deployment, green, blue, turn);
                break;
        }
    }

    private void Enter(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, LifecycleStage stage, Turn turn)
    {
        deployment.Enter(stage, turn.Now);
        Follow(service, deployment, green, blue, turn);
    }

    /// <summary>Shifts what the step wants; the next step comes when this one has had its time.</summary>
    private void ShiftProduction(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, TrafficPlan plan, Turn turn)
    {
        var wanted = deployment.Step ??= NextStep(deployment, blue, plan);
        if (!TrafficShifts.Are(service, deployment, green, blue, new(wanted, 100), turn))
            return;
        if (wanted >= 100)
            Enter(service, deployment, green, blue, LifecycleStage.PostProductionTrafficShift, turn);
        else if (IsOver(deployment, plan.StepMinutes, turn))
            Enter(service, deployment, green, blue, LifecycleStage.PreProductionTrafficShift, turn);
    }

    /// <summary>What percentage of the requests the new tasks get next.</summary>
    private static decimal NextStep(ServiceDeployment deployment, Deployment? blue, TrafficPlan plan)
    {
        var reached = deployment.Share?.Production ?? 0;
        return blue is null ? 100 : plan.Steps.First(step => step > reached);
    }

    private bool IsOver(ServiceDeployment deployment, int minutes, Turn turn)
    {
        var end = deployment.StageSince + (settings.Minute * minutes);
        turn.Wake(end);
        return turn.Now >= end;
    }

    private void CleanUp(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, Turn turn)
    {
        if (blue is not null)
        {
            Replicas.Stop(service, Replicas.Stoppable(replicas.Wanted(service, blue), turn), turn);
            if (replicas.Live(service, blue).Count > 0)
                return;
        }

        service.Deployments.RemoveAll(known => known != green);
        RolloutEvaluator.Complete(service, green, turn);
        deployment.End(ServiceDeploymentStatus.Successful, null, turn.Now);
    }

    /// <summary>Blue gets the requests again before the green tasks stop, which it then outlives as the only deployment.</summary>
    private void GoBack(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, Turn turn)
    {
        if (blue is not null && !TrafficShifts.Are(service, deployment, green, blue, TrafficShare.None, turn))
            return;
        Replicas.Stop(service, Replicas.Stoppable(replicas.Wanted(service, green), turn), turn);
        if (replicas.Live(service, green).Count > 0)
            return;
        if (blue is null)
        {
            deployment.End(ServiceDeploymentStatus.Stopped, null, turn.Now);
            return;
        }

        service.Deployments.Remove(green);
        service.Restore(blue.RevisionArn);
        deployment.End(ServiceDeploymentStatus.RollbackSuccessful, null, turn.Now);
        service.Say($"(deployment {green.Id}) deployment rolled back to (deployment {blue.Id}).", turn.Now);
    }

    /// <summary>What an earlier deployment left that was stopped in its middle.</summary>
    private void RemoveOthers(Service service, Deployment green, Deployment? blue, Turn turn)
    {
        foreach (var other in service.Deployments.Where(known => known != green && known != blue).ToList())
        {
            Replicas.Stop(service, Replicas.Stoppable(replicas.Wanted(service, other), turn), turn);
            if (replicas.Live(service, other).Count == 0)
                service.Deployments.Remove(other);
        }
    }
}
