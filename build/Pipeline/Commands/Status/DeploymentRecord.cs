using Slipway.Ecs.Status;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>A deployment in JSON.</summary>
internal sealed record DeploymentRecord(
    string Id, string Status, string TaskDefinition, string? RolloutState, string? RolloutStateReason, int Desired, int Running, int Pending, int Failed, string? CreatedAt, string? UpdatedAt)
{
    public static DeploymentRecord Of(DeploymentStatus one) => new(
        one.Id, one.Status, one.TaskDefinition, one.RolloutState, one.RolloutStateReason, one.Desired, one.Running, one.Pending, one.Failed,
        Timestamps.Text(one.CreatedAt), Timestamps.Text(one.UpdatedAt));
}
