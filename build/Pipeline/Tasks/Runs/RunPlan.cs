
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>What a run is about, as far as it can be known from the command line and the repository alone.</summary>
/// <param name="Tasks">Names of the tasks that will run.</param>
public sealed record RunPlan(
    IReadOnlyCollection<string> Tasks, Settings Settings, BuildIdentity Identity, PlaceholderValues Placeholders, DeploymentFiles Files, DeployOptions Options);
