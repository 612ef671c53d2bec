using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What of the repository and its settings the artifacts of a service are made from.</summary>
/// <param name="Strategy">Says who reads them, and so what they must not exceed.</param>
/// <param name="TaskDefinition">With the images of the repository's file, which the release's digests replace.</param>
/// <param name="Appspec">Null when none is written.</param>
/// <param name="ImageSpec">Write imagedefinitions.json under the name imagespec.json, too.</param>
/// <param name="Beanstalk">Null when nothing is written for Elastic Beanstalk.</param>
public sealed record ArtifactSource(DeployStrategy Strategy, TaskDefinitionDocument TaskDefinition, Appspec? Appspec, bool ImageSpec, BeanstalkSource? Beanstalk)
{
    /// <summary>The service's name, which is that of its folder; null where <c>deploy</c> is about one service.</summary>
    public string? Service { get; init; }
}
