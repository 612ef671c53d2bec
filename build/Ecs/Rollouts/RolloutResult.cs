namespace Slipway.Ecs.Rollouts;

/// <summary>A service that runs what was asked for, or is on its way there when nobody waited.</summary>
/// <param name="TaskDefinition">Its ARN, with the revision.</param>
/// <param name="DeploymentId">The deployment that was followed: <c>ecs-svc/…</c>, the ARN of a service deployment, or CodeDeploy's <c>d-…</c>.</param>
/// <param name="Changed">False when the service ran exactly this already and nothing was done.</param>
/// <param name="Followed">False when the deployment was only started.</param>
public sealed record RolloutResult(string TaskDefinition, string DeploymentId, int RunningCount, bool Changed, bool Followed = true)
{
    /// <summary>The service's <c>desiredCount</c> is 0, so nothing runs, and nothing is there to verify.</summary>
    public bool WantsNone { get; init; }

    /// <summary>The service's ARN; null where nobody read it.</summary>
    internal string? Service { get; init; }
}
