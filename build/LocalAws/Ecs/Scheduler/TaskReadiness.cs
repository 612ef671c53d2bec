using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Whether a task counts as healthy for its deployment.</summary>
internal static class TaskReadiness
{
    /// <summary>
    /// It runs, its targets are healthy, and its container health checks say HEALTHY; without targets, it has also run for the stability time: a health check that passes in a
    /// container's first second would let a deployment succeed whose tasks die in their third.
    /// </summary>
    public static bool IsReady(EcsTask task, TaskDefinitionCatalog catalog, EcsSettings settings, Turn turn)
    {
        if (task.StopRequested || task.LastStatus != EcsTaskStatus.Running || task.StartedAt is not { } startedAt)
            return false;
        if (TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn)) is not (null or HealthStatus.Healthy))
            return false;
        if (task.Registrations.Count > 0)
            return TargetsAreHealthy(task);
        turn.Wake(startedAt + settings.StabilityTime);
        return turn.Now >= startedAt + settings.StabilityTime;
    }

    private static bool TargetsAreHealthy(EcsTask task) => task.Registrations.TrueForAll(registration => registration.Health.State == TargetState.Healthy);
}
