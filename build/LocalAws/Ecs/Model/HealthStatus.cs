namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What health checks say about a container, or of a task's essential containers together.</summary>
public enum HealthStatus
{
    /// <summary>Not evaluated yet.</summary>
    Unknown,

    Healthy,

    Unhealthy,
}
