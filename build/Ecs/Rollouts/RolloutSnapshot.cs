using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts;

/// <summary>What one look at a rollout shows.</summary>
/// <param name="Revision">The ARN of what the service is brought to.</param>
/// <param name="Line">The deployment's state and figures in the words of who carries it out.</param>
/// <param name="Deployments">Of the service, the primary one first.</param>
/// <param name="Targets">Empty without a load balancer, and where the caller may not ask.</param>
/// <param name="Traffic">Percent of the requests that the new revision gets; null where nobody shifts traffic.</param>
/// <param name="Stage">What is waited for, or how it ended.</param>
public sealed record RolloutSnapshot(
    string Revision, string Line, IReadOnlyList<DeploymentStatus> Deployments, IReadOnlyList<TargetStatus> Targets, int? Traffic, string Stage);
