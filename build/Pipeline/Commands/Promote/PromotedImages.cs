using Slipway.Docker.Registry;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Promote;

/// <summary>Brings the images of a release where an environment has its own, under the same digests.</summary>
/// <param name="placeholders">The environment's, with build and commit of the release.</param>
/// <param name="registries">With the logins of both environments.</param>
/// <param name="uriOf">A repository's name with its registry.</param>
/// <param name="isFixed">Whether a tag of a repository, which has its registry before it, stays with the image that has it.</param>
public sealed class PromotedImages(
    RegistryClient registries, Settings settings, PlaceholderValues placeholders, Func<string, string> uriOf, Func<string, string, bool> isFixed, ILog log)
{
    private readonly ImageCopy _copy = new(registries);

    /// <summary>An image that is built gets the environment's tags; one that someone else builds keeps theirs, and only has to be there.</summary>
    /// <param name="tasks">The environment's, of all of its services: images that they have no container for stay behind.</param>
    /// <exception cref="RunFailedException">The release has no image for a container, or a tag cannot move; nothing was tagged. Exit code 3.</exception>
    /// <exception cref="RegistryException">An image is gone, or a registry refused.</exception>
    public async Task<IReadOnlyList<ReleasedImage>> PromoteAsync(Release release, IReadOnlyList<TaskDefinitionDocument> tasks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(tasks);
        var wanted = settings.Images.Select(image => new Wanted(image.Service, ContainersOf(image.Service, release, tasks), image.Repository, [.. image.Tags.Select(tag => tag.Render(placeholders)).Distinct()], image.Place))
            .Concat(settings.Pull.Select(pull => new Wanted(pull.Service, ContainersOf(pull.Service, release, tasks), pull.Repository, null, pull.Place)))
            .Where(image => image.Containers.Count > 0).Select(image => (Wanted: image, From: Find(release, image))).ToList();
        await RefuseFixedTagsAsync(wanted, cancellation);
        return [.. (await Task.WhenAll(wanted.Select(image => PromoteAsync(image.From, image.Wanted, cancellation)))).SelectMany(image => image)];
    }

    /// <summary>Those of the task definitions that run a service's image: as the settings name them, as the release has them, or by the service's placeholder.</summary>
    private List<string> ContainersOf(string service, Release release, IReadOnlyList<TaskDefinitionDocument> tasks)
    {
        var named = settings.Containers.ToLookup(image => image.Service, image => image.Container);
        var claimed = settings.Containers.Select(image => image.Container).ToHashSet();
        var others = release.Images.Where(image => image.Service == service).Select(image => image.Container).Concat(tasks.SelectMany(task => task.PlaceholdersOf(service))).Where(container => !claimed.Contains(container));
        return [.. named[service].Concat(others).Distinct().Intersect(tasks.SelectMany(task => task.Containers).Select(container => container.Name))];
    }

    private static ReleasedImage Find(Release release, Wanted image) => release.Images.FirstOrDefault(known => known.Service == image.Service) ?? throw new RunFailedException(
        ExitCodes.Prerequisite,
        $"{image.Place}: container '{image.Containers[0]}' wants the image of service '{image.Service}', and build {release.Build} of environment '{release.Environment}' has {string.Join(", ", release.Images.Select(known => known.Service).Distinct())}. "
        + "Deploy a build that has it there, or correct 'images'.");

    /// <summary>A tag that cannot move is fine on the very image that is promoted.</summary>
    private async Task RefuseFixedTagsAsync(IEnumerable<(Wanted Wanted, ReleasedImage From)> images, CancellationToken cancellation)
    {
        var problems = new List<string>();
        foreach (var (wanted, from) in images)
        {
            foreach (var tag in (wanted.Tags ?? []).Where(tag => isFixed(uriOf(wanted.Repository), tag)))
            {
                if (await registries.GetDigestAsync(ImageReference.Parse($"{uriOf(wanted.Repository)}:{tag}"), cancellation) is { } digest && digest != from.Digest)
                    problems.Add($"{uriOf(wanted.Repository)}:{tag} cannot move, since the repository's tags are immutable: it is {digest}, and build {placeholders.Build.BuildNumber} has {from.Digest}. Leave the tag out of 'tags', or exclude it in the repository's settings.");
            }
        }

        if (problems.Count > 0) throw new RunFailedException(ExitCodes.Prerequisite, $"Nothing was promoted:\n{string.Join('\n', problems)}");
    }

    private async Task<IReadOnlyList<ReleasedImage>> PromoteAsync(ReleasedImage from, Wanted wanted, CancellationToken cancellation)
    {
        var repository = uriOf(wanted.Repository);
        var isThere = repository == from.Repository;

        // Of someone else's image no tag is moved; where it is copied to, it needs one that no lifecycle policy sweeps away.
        var tags = wanted.Tags ?? (isThere ? [] : [$"{settings.Environment}-{placeholders.Build.BuildNumber}"]);
        var copied = await _copy.CopyAsync(ImageReference.Parse(from.Reference), ImageReference.Parse(repository), tags, cancellation);
        log.Information("{0} {1} {2}{3}", How(copied, isThere), repository, copied.Digest, tags.Count == 0 ? "" : $": {string.Join(", ", tags)}");
        return [.. wanted.Containers.Select(container => new ReleasedImage(wanted.Service, container, repository, tags, copied.Digest))];
    }

    private static string How(CopiedImage copied, bool isThere) => copied switch
    {
        { CopiedBlobs: > 0 } => $"Copied {copied.CopiedBytes / 1e6:0.0} MB to",
        { MountedBlobs: > 0 } => "Mounted in",
        _ => isThere ? "Present in" : "Already in",
    };

    /// <param name="Tags">Null for an image that someone else builds.</param>
    private sealed record Wanted(string Service, IReadOnlyList<string> Containers, string Repository, IReadOnlyList<string>? Tags, Place Place);
}
