using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What those who read the artifacts take at most, in bytes.</summary>
/// <remarks>Sources: AWS CodePipeline user guide, "Quotas"; Amazon ECS developer guide, "Service quotas".</remarks>
internal static class SizeLimits
{
    private const int ImageDefinitions = 100 * 1024;
    private const int TaskDefinition = 64 * 1024;
    private const int InputOfCodeDeploy = 3 * 1024 * 1024;

    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One sentence for each file that is refused.</summary>
    public static IEnumerable<string> Exceeded(ArtifactSet set, string environment)
    {
        foreach (var file in set.Artifacts.Where(file => Path.GetFileName(file.Name) is ArtifactNames.ImageDefinitions or ArtifactNames.ImageSpec && file.Content.Length > ImageDefinitions))
            yield return $"{file.Name} would have {file.Content.Length} bytes, and CodePipeline takes {ImageDefinitions} at most. It has an entry for each image of the release that a container runs: take containers out of the task definition, or shorten the names of repositories.";

        // ECS counts what is sent to it, which has no white space.
        var registered = Encoding.UTF8.GetByteCount(set.TaskDefinition.ToRegistration().ToJsonString(Short));
        if (registered > TaskDefinition)
            yield return $"{ArtifactNames.Of(set.Service, ArtifactNames.TaskDefinition(environment))} would have {registered} bytes without white space, and ECS takes {TaskDefinition} at most. Move what is long out of it: variables to a file in S3 ('environmentFiles'), scripts and configuration into the image.";
    }

    /// <summary>
    /// Only a warning: that the action which deploys by CodeDeploy takes no larger artifact is not certain, and which of the files the
    /// buildspec puts into one is its own to say.
    /// </summary>
    public static IEnumerable<string> Doubtful(IReadOnlyList<Artifact> artifacts, IEnumerable<DeployStrategy> strategies)
    {
        var total = artifacts.Sum(file => (long)file.Content.Length);
        if (total <= InputOfCodeDeploy || !strategies.Any(strategy => strategy is DeployStrategy.BlueGreen or DeployStrategy.ArtifactsOnly)) yield break;
        var largest = artifacts.MaxBy(file => file.Content.Length)!;
        yield return $"The files have {total} bytes together, and CodePipeline's action for CodeDeploy and ECS may refuse an input artifact of more than {InputOfCodeDeploy}. The largest is {largest.Name} with {largest.Content.Length} bytes: give it an artifact of its own ('secondary-artifacts' in the buildspec).";
    }
}
