using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;

namespace Slipway.Pipeline.Runs;

/// <summary>What a run is about, as far as it can be known from the repository alone.</summary>
public sealed record RunPlan(Settings Settings, BuildIdentity Identity, PlaceholderValues Placeholders, DeploymentFiles Files);
