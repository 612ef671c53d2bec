using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// What was built, tested and pushed for an environment. Everything after the push reads this record only, so that a release
/// can be deployed again, promoted or rolled back to without its sources.
/// </summary>
/// <param name="Build">The build number: of CodeBuild, Bitbucket Pipelines or GitHub Actions, or the count of commits.</param>
/// <param name="Commit">40 hexadecimal digits, followed by <c>-dirty</c> when the working tree had changes.</param>
/// <param name="Images">One for each image that was pushed, and for each that was pulled.</param>
public sealed record Release(string Application, string Environment, string Build, string Commit, string? Branch, IReadOnlyList<ReleasedImage> Images)
{
    /// <summary>Null for a release that was built for its environment.</summary>
    public PromotionSource? PromotedFrom { get; init; }

    /// <summary>Who approved its deployment to the environment; null where nobody had to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Those that a task definition has a container for; the others were built for the tests.</summary>
    public IReadOnlyList<ReleasedImage> ImagesOf(TaskDefinitionDocument taskDefinition)
    {
        var containers = taskDefinition.Containers.Select(container => container.Name).ToHashSet();
        return [.. Images.Where(image => containers.Contains(image.Container))];
    }

    /// <summary>The task definition with the release's images, by digest: by container, and where a service's placeholder stands.</summary>
    public TaskDefinitionDocument In(TaskDefinitionDocument taskDefinition) =>
        taskDefinition.WithImages(
            ImagesOf(taskDefinition).ToDictionary(image => image.Container, image => image.Reference),
            Images.DistinctBy(image => image.Service).ToDictionary(image => image.Service, image => image.Reference));

    public Release With(IEnumerable<ReleasedImage> images) => this with { Images = [.. Images, .. images] };
}
