using Slipway.LocalAws.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Tasks;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Whether a task counts as healthy for its deployment.</summary>
internal static class TaskReadiness
{
    /// <summary>It runs, and its health checks say HEALTHY; without health checks, it has run for the stability time.</summary>
    public static bool IsReady(EcsTask task, TaskDefinitionCatalog catalog, EcsSettings settings, Turn turn)
    {
        if (task.StopRequested || task.LastStatus != EcsTaskStatus.Running || task.StartedAt is not { } startedAt)
            return false;
        if (TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn)) is { } health)
            return health == HealthStatus.Healthy;
        turn.Wake(startedAt + settings.StabilityTime);
        return turn.Now >= startedAt + settings.StabilityTime;
    }
}
