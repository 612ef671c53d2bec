using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Counts the failed tasks of deployments, and makes the attempts rarer while they fail.</summary>
internal sealed class FailureTracker(EcsState state, TaskDefinitionCatalog catalog, EcsSettings settings)
{
    /// <summary>As many failures in a row as are worth an event.</summary>
    private const int Inconsistent = 3;

    public void Count(Service service, Turn turn)
    {
        foreach (var task in state.TasksOf(service).ToList())
        {
            StopUnhealthy(service, task, turn);
            if (service.Deployments.Find(deployment => deployment.Id == task.DeploymentId) is { } owner)
                Count(service, owner, task, turn);
        }
    }

    private void Count(Service service, Deployment deployment, EcsTask task, Turn turn)
    {
        if (task is { Failed: true, FailureCounted: false })
        {
            task.FailureCounted = true;
            service.Steady = false;
            AddFailure(service, deployment, turn.Now);
        }
        else if (!task.HealthCounted && TaskReadiness.IsReady(task, catalog, settings, turn))
        {
            task.HealthCounted = true;
            deployment.FailuresInRow = 0;
            deployment.NextStartAt = null;
            if (deployment.InProgress && service.Limits.Breaker.ResetsOnHealthyTask)
                deployment.FailedTasks = 0;
        }
    }

    private void AddFailure(Service service, Deployment deployment, DateTimeOffset now)
    {
        deployment.FailuresInRow++;
        if (deployment.InProgress)
            deployment.FailedTasks++;
        if (service.CurrentDeployment is { } current)
            current.FailureCount = Math.Max(current.FailureCount, deployment.FailedTasks);
        var wait = settings.FirstBackoff * Math.Pow(2, Math.Min(deployment.FailuresInRow - 1, 20));
        deployment.NextStartAt = now + (wait < settings.LongestBackoff ? wait : settings.LongestBackoff);
        if (deployment.FailuresInRow % Inconsistent == 0)
            service.Say("is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.", now);
    }

    /// <summary>An unhealthy target, or an essential container that its health check calls unhealthy, ends the task after the service's grace period.</summary>
    private void StopUnhealthy(Service service, EcsTask task, Turn turn)
    {
        var target = task.Registrations.Find(registration => registration.Health.State == TargetState.Unhealthy);
        if (task.StopRequested || (target is null && TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn)) != HealthStatus.Unhealthy))
            return;
        var graceEnds = (task.StartedAt ?? task.CreatedAt) + TimeSpan.FromSeconds(service.Definition.Number("healthCheckGracePeriodSeconds") ?? 0);
        turn.Wake(graceEnds);
        if (turn.Now < graceEnds)
            return;
        if (target is not null)
        {
            service.Say(
                $"{(target.Target.IsAddress ? "" : $"(instance {target.Target.Id}) ")}(port {target.Target.Port}) is unhealthy in (target-group {target.TargetGroupArn}) "
                + $"due to (reason {target.Health.Description ?? target.Health.Reason}).",
                turn.Now);
            task.RequestStop(StopCodes.ServiceSchedulerInitiated, $"Task failed ELB health checks in (target-group {target.TargetGroupArn})", failed: true, turn.Now);
            return;
        }

        service.Say($"(task {task.Id}) failed container health checks.", turn.Now);
        task.RequestStop(StopCodes.ServiceSchedulerInitiated, "Task failed container health checks", failed: true, turn.Now);
    }
}
