using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>
/// Whether the service is rolled here or by someone who takes the artifacts: the Deploy stage of the CodePipeline that started
/// this build, or whoever strategy <c>artifacts-only</c> leaves it to. Two that roll one service would undo each other's work.
/// </summary>
internal static class DeployStage
{
    private const string StartedByPipeline = "codepipeline/";

    /// <returns>The reason as a sentence, or null when the service is rolled here.</returns>
    public static string? WhyElsewhere(Settings settings, IReadOnlyDictionary<string, string> variables)
    {
        var target = settings.Service;
        var service = target.EcsName is null ? "the service" : $"service '{target.EcsName}'";
        if (target.Strategy == DeployStrategy.ArtifactsOnly)
            return $"Nothing is deployed here: strategy 'artifacts-only' ({target.PlaceOf("strategy")}) leaves {service} to the consumer of artifacts/.";

        // No pipeline has a stage for a rehearsal.
        var initiator = variables.GetValueOrDefault(EnvironmentVariables.CodeBuildInitiator) ?? "";
        return initiator.StartsWith(StartedByPipeline, StringComparison.Ordinal) && !settings.IsRehearsal
            ? $"Nothing is deployed here: pipeline '{initiator[StartedByPipeline.Length..]}' of CodePipeline started this build, and its own Deploy stage rolls {service} from artifacts/."
            : null;
    }
}
