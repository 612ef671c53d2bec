namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Why a deployment ends before its time.</summary>
/// <param name="Reason">For <c>rolloutStateReason</c> and the service deployment.</param>
/// <param name="Event">The part of the service's event after "deployment failed:".</param>
/// <param name="RollsBack">Whether the service goes back to what worked.</param>
internal sealed record DeploymentFailure(string Reason, string Event, bool RollsBack)
{
    public static DeploymentFailure StoppedByUser { get; } = new("Service deployment was stopped by the user.", "stopped by the user", RollsBack: true);

    /// <summary>ECS's own words are not known.</summary>
    public static DeploymentFailure Hook { get; } = new("Service deployment was rolled back at a lifecycle hook.", "rolled back at a lifecycle hook", RollsBack: true);

    /// <summary>The event is quoted by users; the reason is not confirmed.</summary>
    public static DeploymentFailure AlarmDetected(bool rollsBack) => new("ECS deployment failed: alarm detected.", "alarm detected", rollsBack);

    public static DeploymentFailure BreakerTripped(bool rollsBack) => new("ECS deployment circuit breaker: tasks failed to start.", "tasks failed to start", rollsBack);
}
