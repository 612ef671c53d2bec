namespace Slipway.Ecs.Status;

/// <summary>One of a service's deployments; of a service that CodeDeploy deploys, one of its task sets.</summary>
/// <param name="Status">PRIMARY, ACTIVE or INACTIVE.</param>
/// <param name="TaskDefinition">ARN.</param>
/// <param name="RolloutState">IN_PROGRESS, COMPLETED or FAILED; of a task set its stability. Null when ECS says none.</param>
public sealed record DeploymentStatus(
    string Id, string Status, string TaskDefinition, string? RolloutState, string? RolloutStateReason,
    int Desired, int Running, int Pending, int Failed, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);
