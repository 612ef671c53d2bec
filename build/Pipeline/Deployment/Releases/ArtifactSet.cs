using System.Text;
using System.Text.Json;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>The artifacts of a release that belong to one service, rendered and not yet written.</summary>
/// <param name="Service">Null for the only one.</param>
/// <param name="TaskDefinition">With the release's images.</param>
/// <param name="Artifacts">In the order in which they are written.</param>
internal sealed record ArtifactSet(string? Service, TaskDefinitionDocument TaskDefinition, IReadOnlyList<Artifact> Artifacts)
{
    /// <exception cref="TaskDefinitionException">The release has an image for a container that the task definition lacks.</exception>
    public static ArtifactSet Of(Release release, ArtifactSource source)
    {
        var task = release.In(source.TaskDefinition);
        var images = Deployed(release, task);
        var definitions = JsonSerializer.Serialize(images, ReleaseJson.Default.IReadOnlyListImageDefinition);

        var artifacts = new List<Artifact>();
        if (source.Appspec is { } appspec) Add(ArtifactNames.Appspec, appspec.Text);
        Add(ArtifactNames.TaskDefinition(release.Environment), task.ToJson());
        Add(ArtifactNames.ImageDefinitions, definitions);
        if (source.ImageSpec) Add(ArtifactNames.ImageSpec, definitions);
        if (Facing(images, source.Appspec) is { } image) Add(ArtifactNames.ImageDetail, JsonSerializer.Serialize(new(image.ImageUri), ReleaseJson.Default.ImageDetail));
        return new(source.Service, task, artifacts);

        void Add(string name, string text) => artifacts.Add(Artifact.OfText(ArtifactNames.Of(source.Service, name), text));
    }

    /// <summary>What belongs to no service: the bundle for Elastic Beanstalk, and last the release.</summary>
    /// <exception cref="RunFailedException">The release lacks the image that Elastic Beanstalk is to run.</exception>
    public static IReadOnlyList<Artifact> Shared(Release release, BeanstalkSource? beanstalk) =>
        [.. beanstalk is null ? [] : Bundled(release, beanstalk), Artifact.OfText(ArtifactNames.Release, JsonSerializer.Serialize(release, ReleaseJson.Default.Release))];

    /// <summary>One for each container that runs an image of the release: CodePipeline's action leaves the others as they are.</summary>
    private static IReadOnlyList<ImageDefinition> Deployed(Release release, TaskDefinitionDocument rendered)
    {
        var released = release.Images.Select(image => image.Reference).ToHashSet();
        return [.. rendered.Containers.Where(container => released.Contains(container.Image)).Select(container => new ImageDefinition(container.Name, container.Image))];
    }

    /// <summary>imageDetail.json has room for one image: that of the container which takes the traffic, where one is known to.</summary>
    private static ImageDefinition? Facing(IReadOnlyList<ImageDefinition> images, Appspec? appspec) =>
        images.FirstOrDefault(image => image.Name == appspec?.Container) ?? (images.Count > 0 ? images[0] : null);

    private static IEnumerable<Artifact> Bundled(Release release, BeanstalkSource beanstalk)
    {
        var image = release.Images.FirstOrDefault(image => image.Service == beanstalk.Service) ?? throw new RunFailedException(
            ExitCodes.Configuration,
            $"The release has no image of service '{beanstalk.Service}', which 'artifacts.elasticBeanstalk.image' names; it has {string.Join(", ", release.Images.Select(image => image.Service))}. Push it, or name another one.");
        var dockerrun = Artifact.OfText(ArtifactNames.Dockerrun, JsonSerializer.Serialize(Dockerrun.Of(image.Reference, beanstalk.Port), ReleaseJson.Default.Dockerrun));
        return [dockerrun, new(ArtifactNames.Bundle(release.Environment), BeanstalkBundle.Zip(Encoding.UTF8.GetString(dockerrun.Content), beanstalk.Ebextensions))];
    }
}
