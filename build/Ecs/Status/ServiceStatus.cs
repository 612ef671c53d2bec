using Slipway.Ecs.Releases;

namespace Slipway.Ecs.Status;

/// <summary>What a service runs, and how it does.</summary>
/// <param name="Status">ACTIVE or DRAINING.</param>
/// <param name="TaskDefinition">The ARN of what it runs.</param>
/// <param name="Release">Null when the task definition has no record of a release.</param>
/// <param name="Deployments">The primary one first.</param>
/// <param name="Images">One for each container definition.</param>
/// <param name="Targets">Empty without a load balancer.</param>
/// <param name="Events">The last ones, newest first.</param>
/// <param name="Remarks">What could not be found out, and why.</param>
public sealed record ServiceStatus(
    string Status, string TaskDefinition, int Desired, int Running, int Pending, ReleaseRecord? Release,
    IReadOnlyList<DeploymentStatus> Deployments, IReadOnlyList<ImageStatus> Images, IReadOnlyList<TargetStatus> Targets, IReadOnlyList<ServiceEvent> Events,
    IReadOnlyList<string> Remarks)
{
    /// <summary>Where its deployment waits for a person; null when it waits for nobody.</summary>
    public DeploymentPause? Pause { get; init; }
}
