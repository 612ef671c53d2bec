using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>What a run is about, as far as it can be known from the command line and the repository alone.</summary>
/// <param name="Deploys">Whether task Deploy will run.</param>
public sealed record RunPlan(
    bool Deploys, Settings Settings, BuildIdentity Identity, PlaceholderValues Placeholders, DeploymentFiles Files, DeployOptions Options)
{
    /// <summary>Who has approved the deployment; null where nobody had to.</summary>
    public string? ApprovedBy { get; init; }
}
