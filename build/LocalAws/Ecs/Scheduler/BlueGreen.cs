using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// The deployment strategies BLUE_GREEN, CANARY and LINEAR: the new tasks (green) are started beside the old ones (blue), the requests are
/// moved to them, both run on for the bake time, and then the old ones stop. Until then a rollback moves the requests back.
/// </summary>
internal sealed class BlueGreen(Replicas replicas, EcsSettings settings)
{
    public void Advance(Service service, ServiceDeployment deployment, Turn turn)
    {
        var green = service.Deployments.First(known => known.Id == deployment.DeploymentId);
        var blue = service.Deployments.Find(known => known.Id == deployment.SourceId);
        if (deployment.ShiftFailure is { } failure)
            service.SayOnce($"was unable to shift traffic: {failure}", turn.Now);
        RemoveOthers(service, green, blue, turn);
        RolloutEvaluator.FailGreen(service, deployment, green, turn);
        if (blue is not null && deployment.Stage != LifecycleStage.CleanUp)
            replicas.KeepAt(service, blue, service.DesiredCount, turn);
        if (deployment.RollsBack)
        {
            GoBack(service, deployment, green, blue, turn);
            return;
        }

        replicas.KeepAt(service, green, service.DesiredCount, turn);
        Follow(service, deployment, green, blue, turn);
    }

    /// <summary>Goes through the stages as far as they are reached.</summary>
    private void Follow(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, Turn turn)
    {
        var plan = service.Limits.Traffic!;
        switch (deployment.Stage)
        {
            case LifecycleStage.ScaleUp when TrafficShifts.Are(service, deployment, green, blue, TrafficShare.None, turn) && replicas.Ready(service, green, turn) >= service.DesiredCount:
                Enter(service, deployment, green, blue, LifecycleStage.TestTrafficShift, turn);
                break;
            case LifecycleStage.TestTrafficShift when TrafficShifts.Are(service, deployment, green, blue, new(0, 100), turn):
                Enter(service, deployment, green, blue, LifecycleStage.ProductionTrafficShift, turn);
                break;
            case LifecycleStage.ProductionTrafficShift when HasShifted(service, deployment, green, blue, plan, turn):
                Enter(service, deployment, green, blue, LifecycleStage.BakeTime, turn);
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

    /// <summary>Takes the next step when the last one has had its time.</summary>
    private bool HasShifted(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, TrafficPlan plan, Turn turn)
    {
        var reached = deployment.Share?.Production ?? 0;
        var first = blue is null ? 100 : plan.Steps[0];
        var wanted = reached == 0 ? first
            : reached < 100 && IsOver(deployment, plan.StepMinutes, turn) ? plan.Steps.First(step => step > reached)
            : reached;
        if (!TrafficShifts.Are(service, deployment, green, blue, new(wanted, 100), turn))
            return false;
        return wanted >= 100;
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
            Replicas.Stop(service, replicas.Wanted(service, blue), turn);
            if (replicas.Live(service, blue).Count > 0)
                return;
        }

        RolloutEvaluator.Complete(service, green, turn);
        deployment.End(ServiceDeploymentStatus.Successful, null, turn.Now);
    }

    /// <summary>Blue gets the requests again before the green tasks stop, which it then outlives as the only deployment.</summary>
    private void GoBack(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, Turn turn)
    {
        if (blue is not null && !TrafficShifts.Are(service, deployment, green, blue, TrafficShare.None, turn))
            return;
        Replicas.Stop(service, replicas.Wanted(service, green), turn);
        if (replicas.Live(service, green).Count > 0)
            return;
        if (blue is null)
        {
            deployment.End(ServiceDeploymentStatus.Stopped, null, turn.Now);
            return;
        }

        service.Deployments.Remove(green);
        deployment.End(ServiceDeploymentStatus.RollbackSuccessful, null, turn.Now);
        service.Say($"(deployment {green.Id}) deployment rolled back to (deployment {blue.Id}).", turn.Now);
    }

    /// <summary>What an earlier deployment left that was stopped in its middle.</summary>
    private void RemoveOthers(Service service, Deployment green, Deployment? blue, Turn turn)
    {
        foreach (var other in service.Deployments.Where(known => known != green && known != blue).ToList())
        {
            Replicas.Stop(service, replicas.Wanted(service, other), turn);
            if (replicas.Live(service, other).Count == 0)
                service.Deployments.Remove(other);
        }
    }
}
