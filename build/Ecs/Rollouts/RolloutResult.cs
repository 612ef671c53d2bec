namespace Slipway.Ecs.Rollouts;

/// <summary>A service that runs what was asked for.</summary>
/// <param name="TaskDefinition">Its ARN, with the revision.</param>
/// <param name="DeploymentId">The deployment that was followed, <c>ecs-svc/…</c>.</param>
/// <param name="Changed">False when the service ran exactly this already and nothing was done.</param>
public sealed record RolloutResult(string TaskDefinition, string DeploymentId, int RunningCount, bool Changed);
