using Slipway.Ecs.Status;

namespace Slipway.Pipeline.Operations;

/// <summary>A deployment in JSON.</summary>
internal sealed record DeploymentRecord(
    string Id, string Status, string TaskDefinition, string? RolloutState, string? RolloutStateReason, int Desired, int Running, int Pending, int Failed, string? CreatedAt, string? UpdatedAt)
{
    public static DeploymentRecord Of(DeploymentStatus one) => new(
        one.Id, one.Status, one.TaskDefinition, one.RolloutState, one.RolloutStateReason, one.Desired, one.Running, one.Pending, one.Failed,
        Moments.Text(one.CreatedAt), Moments.Text(one.UpdatedAt));
}
