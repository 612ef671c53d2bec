using Slipway.Docker;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Releases;

namespace Slipway.Pipeline.Images;

/// <summary>Moves images between the engine and the registry; what the other side has already does not travel.</summary>
public sealed class ImageTransfer(DockerCli docker, RegistryAccess registry, PlaceholderValues placeholders)
{
    /// <summary>Pulls, by digest, what is built elsewhere; all images in parallel.</summary>
    public async Task<IReadOnlyList<ReleasedImage>> PullAsync(IReadOnlyList<PullSettings> pulls, CancellationToken cancellation) =>
        await Task.WhenAll(pulls.Select(pull => PullAsync(pull, cancellation)));

    /// <param name="imageOf">The engine's name for the image that was built for a Compose service.</param>
    public async Task<IReadOnlyList<TaggedImage>> TagAsync(IReadOnlyList<ImageSettings> images, Func<string, string> imageOf, CancellationToken cancellation) =>
        await Task.WhenAll(images.Select(image => TagAsync(image, imageOf(image.Service), cancellation)));

    /// <summary>Pushes in parallel; an image that the registry has gets its tags there, and no layer is sent.</summary>
    public async Task<IReadOnlyList<PushedImage>> PushAsync(IReadOnlyList<TaggedImage> images, CancellationToken cancellation) =>
        await Task.WhenAll(images.Select(image => PushAsync(image, cancellation)));

    private async Task<ReleasedImage> PullAsync(PullSettings pull, CancellationToken cancellation)
    {
        var tag = pull.Tag.Render(placeholders);
        var repository = registry.UriOf(pull.Repository);
        var digest = await registry.Client.GetDigestAsync(ImageReference.Parse($"{repository}:{tag}"), cancellation)
            ?? throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{pull.Place}: the registry has no image {repository}:{tag}. It is built elsewhere: publish it there, or correct 'pull.{pull.Service}'.");
        var image = new ReleasedImage(pull.Service, pull.Container, repository, [tag], digest);
        if (await docker.InspectImageAsync(image.Reference, cancellation) is null) await FetchAsync(pull, image, cancellation);
        return image;
    }

    private async Task FetchAsync(PullSettings pull, ReleasedImage image, CancellationToken cancellation)
    {
        try
        {
            await docker.PullAsync(image.Reference, cancellation);
        }
        catch (ToolException failure)
        {
            throw RegistryFailure.From(
                failure, $"{pull.Place}: {image.Reference} could not be pulled", "Allow the caller 'ecr:BatchGetImage' and 'ecr:GetDownloadUrlForLayer' on the repository.");
        }
    }

    private async Task<TaggedImage> TagAsync(ImageSettings image, string source, CancellationToken cancellation)
    {
        var details = await docker.InspectImageAsync(source, cancellation)
            ?? throw new RunFailedException(ExitCodes.Unexpected, $"{image.Place}: Compose built no image for service '{image.Service}' ({source}).");
        var repository = registry.UriOf(image.Repository);
        IReadOnlyList<string> tags = [.. image.Tags.Select(tag => tag.Render(placeholders)).Distinct()];
        foreach (var tag in tags) await docker.TagAsync(source, $"{repository}:{tag}", cancellation);
        return new(image.Service, image.Container, repository, tags, details.Id);
    }

    private async Task<PushedImage> PushAsync(TaggedImage image, CancellationToken cancellation)
    {
        var present = new Dictionary<string, RegistryManifest>();
        foreach (var tag in image.Tags)
        {
            if (await FindAsync(image, tag, cancellation) is { } manifest) present[tag] = manifest;
        }

        // The pointer that people follow ({env}) stands first in the list, and moves last: when everything else is there.
        var same = present.Values.FirstOrDefault(manifest => IsSame(manifest, image.LocalId));
        var first = image.Tags[^1];
        if (same is null) await SendAsync($"{image.Repository}:{first}", cancellation);
        var pushed = same ?? await FindAsync(image, first, cancellation)
            ?? throw new RunFailedException(ExitCodes.Unexpected, $"The registry does not have {image.Repository}:{first}, which was just pushed.");
        if (same is null) present[first] = pushed;
        foreach (var tag in image.Tags.Reverse().Where(tag => present.GetValueOrDefault(tag)?.Digest != pushed.Digest))
            await registry.Client.PutManifestAsync(ImageReference.Parse($"{image.Repository}:{tag}"), pushed, cancellation);

        return new(new(image.Service, image.Container, image.Repository, image.Tags, pushed.Digest), Sent: same is null);
    }

    private async Task SendAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            await docker.PushAsync(reference, cancellation);
        }
        catch (ToolException failure)
        {
            throw RegistryFailure.From(
                failure,
                $"{reference} could not be pushed",
                "Allow the caller 'ecr:PutImage' and the layer uploads on the repository; where its tags are immutable, a tag like '{env}' cannot move: leave it out of 'tags'.");
        }
    }

    private Task<RegistryManifest?> FindAsync(TaggedImage image, string tag, CancellationToken cancellation) =>
        registry.Client.GetManifestAsync(ImageReference.Parse($"{image.Repository}:{tag}"), cancellation);

    private static bool IsSame(RegistryManifest manifest, string localId) => manifest.ConfigDigest == localId || manifest.Digest == localId;
}
