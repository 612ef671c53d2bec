
using Slipway.Ecs.Diffing;

namespace Slipway.Pipeline.Commands.Diff;

/// <summary>How what would be deployed differs from what runs.</summary>
/// <param name="Runs">The ARN of the task definition that runs; null when there is no such service.</param>
/// <param name="Remark">What was not compared, and why; null when all was.</param>
public sealed record DeploymentDifferences(string Cluster, string Service, string? Runs, IReadOnlyList<Difference> Differences, string? Remark)
{
    public bool IsEqual => Runs is not null && Differences.Count == 0;
}
