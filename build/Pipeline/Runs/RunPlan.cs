using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;

namespace Slipway.Pipeline.Runs;

/// <summary>What a run is about, as far as it can be known from the command line and the repository alone.</summary>
/// <param name="Tasks">Names of the tasks that will run.</param>
/// <param name="Force">What would be left alone is done all the same.</param>
public sealed record RunPlan(
    IReadOnlyCollection<string> Tasks, Settings Settings, BuildIdentity Identity, PlaceholderValues Placeholders, DeploymentFiles Files, bool Force)
{
    /// <summary>How long to wait for another run's lock of the environment; zero is not at all.</summary>
    public TimeSpan LockWait { get; init; }
}
