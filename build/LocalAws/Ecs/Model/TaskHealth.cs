
namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The health of a task: that of its essential containers that have a health check.</summary>
internal static class TaskHealth
{
    /// <summary>Null when no essential container has a health check.</summary>
    public static HealthStatus? Of(EcsTask task, TaskBlueprint blueprint)
    {
        var checks = blueprint.Containers.Where(container => container is { Essential: true, HasHealthCheck: true })
            .Select(container => task.Container(container.Name).Health ?? HealthStatus.Unknown).ToList();
        return checks.Count == 0 ? null
            : checks.Contains(HealthStatus.Unhealthy) ? HealthStatus.Unhealthy
            : checks.TrueForAll(health => health == HealthStatus.Healthy) ? HealthStatus.Healthy
            : HealthStatus.Unknown;
    }
}
