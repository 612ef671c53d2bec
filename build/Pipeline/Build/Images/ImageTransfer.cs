using Slipway.Docker;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Yaml;

namespace Slipway.Pipeline.Build.Images;

/// <summary>Moves images between the engine and the registry; what the other side has already does not travel.</summary>
public sealed class ImageTransfer(DockerCli docker, RegistryAccess registry, PlaceholderValues placeholders)
{
    /// <summary>Pulls, by digest, what is built elsewhere; all images in parallel.</summary>
    /// <returns>One for each container that runs an image.</returns>
    public async Task<IReadOnlyList<ReleasedImage>> PullAsync(IReadOnlyList<PullSettings> pulls, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(pulls.Select(pull => PullAsync(pull, cancellation)))).SelectMany(image => image)];

    /// <summary>Those of the images that the registry has as they would be built; what the engine does not have of them is pulled.</summary>
    /// <param name="marks">By Compose service: the tag that says what its image is built from.</param>
    public async Task<IReadOnlyList<TaggedImage>> FindBuiltAsync(IReadOnlyList<ImageSettings> images, IReadOnlyDictionary<string, string> marks, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(images.Where(image => marks.ContainsKey(image.Service)).Select(image => FindBuiltAsync(image, marks[image.Service], cancellation)))).OfType<TaggedImage>()];

    /// <param name="imageOf">The engine's name for the image that was built for a Compose service.</param>
    /// <param name="marks">By Compose service: a tag that says what its image is built from.</param>
    public async Task<IReadOnlyList<TaggedImage>> TagAsync(IReadOnlyList<ImageSettings> images, Func<string, string> imageOf, IReadOnlyDictionary<string, string> marks, CancellationToken cancellation) =>
        await Task.WhenAll(images.Select(image => TagAsync(image, imageOf(image.Service), marks.GetValueOrDefault(image.Service), cancellation)));

    /// <summary>Pushes in parallel; an image that the registry has gets its tags there, and no layer is sent.</summary>
    /// <exception cref="RunFailedException">Tags that cannot move would have to; nothing was pushed. Exit code 3.</exception>
    public async Task<IReadOnlyList<PushedImage>> PushAsync(IReadOnlyList<TaggedImage> images, CancellationToken cancellation)
    {
        var present = await Task.WhenAll(images.Select(image => PresentAsync(image, cancellation)));
        RefuseFixedTags(images.Zip(present));
        return await Task.WhenAll(images.Zip(present).Select(one => PushAsync(one.First, one.Second, cancellation)));
    }

    private async Task<IReadOnlyList<ReleasedImage>> PullAsync(PullSettings pull, CancellationToken cancellation)
    {
        var tag = pull.Tag.Render(placeholders);
        var repository = registry.UriOf(pull.Repository);
        var digest = await registry.Client.GetDigestAsync(ImageReference.Parse($"{repository}:{tag}"), cancellation)
            ?? throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{pull.Place}: the registry has no image {repository}:{tag}. It is built elsewhere: publish it there, or correct 'pull.{pull.Service}'.");
        var image = new ReleasedImage(pull.Service, pull.Containers[0], repository, [tag], digest);
        if (await docker.InspectImageAsync(image.Reference, cancellation) is null) await FetchAsync(pull.Place, image, cancellation);
        return [.. pull.Containers.Select(container => image with { Container = container })];
    }

    private async Task<TaggedImage?> FindBuiltAsync(ImageSettings settings, string mark, CancellationToken cancellation)
    {
        var repository = registry.UriOf(settings.Repository);
        if (await registry.Client.GetDigestAsync(ImageReference.Parse($"{repository}:{mark}"), cancellation) is not { } digest) return null;
        var image = new TaggedImage(settings.Service, settings.Containers, repository, [.. settings.Tags.Select(tag => tag.Render(placeholders)).Distinct()], digest) { Mark = mark };
        var released = new ReleasedImage(settings.Service, settings.Containers[0], repository, image.Tags, digest);
        if (await docker.InspectImageAsync(released.Reference, cancellation) is null) await FetchAsync(settings.Place, released, cancellation);
        return image;
    }

    private async Task FetchAsync(Place place, ReleasedImage image, CancellationToken cancellation)
    {
        try
        {
            await docker.PullAsync(image.Reference, cancellation);
        }
        catch (ToolException failure)
        {
            throw RegistryFailure.From(
                failure, $"{place}: {image.Reference} could not be pulled", "Allow the caller 'ecr:BatchGetImage' and 'ecr:GetDownloadUrlForLayer' on the repository.");
        }
    }

    private async Task<TaggedImage> TagAsync(ImageSettings image, string source, string? mark, CancellationToken cancellation)
    {
        var details = await docker.InspectImageAsync(source, cancellation)
            ?? throw new RunFailedException(ExitCodes.Unexpected, $"{image.Place}: Compose built no image for service '{image.Service}' ({source}).");
        var repository = registry.UriOf(image.Repository);
        IReadOnlyList<string> tags = [.. image.Tags.Select(tag => tag.Render(placeholders)).Distinct()];
        var tagged = new TaggedImage(image.Service, image.Containers, repository, tags, details.Id) { Mark = mark };
        foreach (var tag in tagged.AllTags) await docker.TagAsync(source, $"{repository}:{tag}", cancellation);
        return tagged;
    }

    /// <summary>What the image's tags point to now; a tag that is not there is not in it.</summary>
    private async Task<Dictionary<string, RegistryManifest>> PresentAsync(TaggedImage image, CancellationToken cancellation)
    {
        var present = new Dictionary<string, RegistryManifest>();
        foreach (var tag in image.AllTags)
        {
            if (await FindAsync(image, tag, cancellation) is { } manifest) present[tag] = manifest;
        }

        return present;
    }

    /// <summary>A tag that cannot move is fine on the very image that is pushed.</summary>
    private void RefuseFixedTags(IEnumerable<(TaggedImage Image, Dictionary<string, RegistryManifest> Present)> images)
    {
        var problems =
            from one in images
            from tag in one.Present
            where IsFixed(one.Image, one.Present, tag.Key) && !IsSame(tag.Value, one.Image.LocalId)
            select $"{one.Image.Repository}:{tag.Key} cannot move, since the repository's tags are immutable: it is {tag.Value.Digest} (image {tag.Value.ConfigDigest ?? "of several platforms"}), and the one that was built is image {one.Image.LocalId}. "
                + "Build under another build number, leave the tag out of 'tags', or exclude it in the repository's settings.";
        var text = string.Join('\n', problems);
        if (text.Length > 0) throw new RunFailedException(ExitCodes.Prerequisite, $"Nothing was pushed:\n{text}");
    }

    private async Task<PushedImage> PushAsync(TaggedImage image, Dictionary<string, RegistryManifest> present, CancellationToken cancellation)
    {
        // The pointer that people follow ({env}) stands first in the list, and moves last: when everything else is there.
        var same = present.Where(one => IsSame(one.Value, image.LocalId)).OrderByDescending(one => IsFixed(image, present, one.Key)).Select(one => one.Value).FirstOrDefault();
        var first = image.AllTags[^1];
        if (same is null) await SendAsync($"{image.Repository}:{first}", cancellation);
        var pushed = same ?? await FindAsync(image, first, cancellation)
            ?? throw new RunFailedException(ExitCodes.Unexpected, $"The registry does not have {image.Repository}:{first}, which was just pushed.");
        if (same is null) present[first] = pushed;
        foreach (var tag in image.AllTags.Reverse().Where(tag => present.GetValueOrDefault(tag)?.Digest != pushed.Digest && !IsFixed(image, present, tag)))
            await registry.Client.PutManifestAsync(ImageReference.Parse($"{image.Repository}:{tag}"), pushed, cancellation);

        return new(image.Released(pushed.Digest), Sent: same is null);
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

    /// <summary>On another manifest of the same image, which it may stay on.</summary>
    private bool IsFixed(TaggedImage image, Dictionary<string, RegistryManifest> present, string tag) => present.ContainsKey(tag) && registry.Fixes(image.Repository, tag);

    private static bool IsSame(RegistryManifest manifest, string localId) => manifest.ConfigDigest == localId || manifest.Digest == localId;
}
