using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecr.Registry;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>BatchDeleteImage: by digest an image goes with all of its tags; by tag the tag goes, and the image with its last one. Layers stay until LocalAws goes.</summary>
internal sealed class ImageRemoval(RepositoryStore repositories, IRegistryContainer registry, RegistryApi api, PushTurn turn)
{
    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = (await repositories.GetAsync(request, cancellationToken)).Name;
        var address = await registry.EnsureAsync(cancellationToken);
        var (deleted, failures) = (new List<ImageId>(), new JsonArray());
        using var mine = await turn.TakeAsync(cancellationToken);
        foreach (var id in ImageCalls.Ids(request["imageIds"] as JsonArray ?? []))
        {
            var manifest = await api.ManifestAsync(address, repository, id.Tag, id.Tag is null ? id.Digest : null, cancellationToken);
            var tagged = manifest is null ? [] : await TaggedAsync(address, repository, cancellationToken);
            if (WhyNot(id, manifest, tagged) is { } why)
                failures.Add(new JsonObject { ["imageId"] = id.ToJson(), ["failureCode"] = why.Code, ["failureReason"] = why.Reason });
            else
                deleted.AddRange(await RemoveAsync(address, repository, id.Tag, manifest!, tagged, cancellationToken));
        }

        return new() { ["imageIds"] = new JsonArray([.. deleted.Select(gone => gone.ToJson())]), ["failures"] = failures };
    }

    /// <summary>Codes of the API's model; ECR's sentences but the first are not confirmed.</summary>
    private static (string Code, string Reason)? WhyNot(ImageId id, Manifest? manifest, IReadOnlyList<(string Tag, Manifest Manifest)> tagged)
    {
        if (manifest is null)
            return ("ImageNotFound", "Requested image not found");
        if (id is { Tag: not null, Digest: { } digest } && digest != manifest.Digest)
            return ("ImageTagDoesNotMatchDigest", "Specified tag does not reference specified digest");
        var goes = id.Tag is null || tagged.Count(image => image.Manifest.Digest == manifest.Digest) == 1;
        return goes && tagged.Any(image => image.Manifest.Digest != manifest.Digest && image.Manifest.Text.Contains(manifest.Digest, StringComparison.Ordinal))
            ? ("ImageReferencedByManifestList", "Requested image referenced by manifest list")
            : null;
    }

    private async Task<IReadOnlyList<(string Tag, Manifest Manifest)>> TaggedAsync(RegistryAddress address, string repository, CancellationToken cancellationToken)
    {
        List<(string, Manifest)> tagged = [];
        foreach (var tag in await api.TagsAsync(address, repository, cancellationToken))
        {
            if (await api.ManifestAsync(address, repository, tag, null, cancellationToken) is { } manifest)
                tagged.Add((tag, manifest));
        }

        return tagged;
    }

    /// <returns>The tags that are gone, or the image without one.</returns>
    private async Task<IReadOnlyList<ImageId>> RemoveAsync(
        RegistryAddress address, string repository, string? tag, Manifest manifest, IReadOnlyList<(string Tag, Manifest Manifest)> tagged, CancellationToken cancellationToken)
    {
        var tags = tagged.Where(image => image.Manifest.Digest == manifest.Digest).Select(image => image.Tag).Order(StringComparer.Ordinal).ToList();
        if (tag is not null && tags.Count > 1)
        {
            await api.DeleteTagAsync(address, repository, tag, manifest);
            return [new(tag, manifest.Digest)];
        }

        await api.DeleteManifestAsync(address, repository, manifest.Digest, cancellationToken);
        await repositories.ForgetAsync(repository, manifest.Digest, cancellationToken);
        return tags.Count == 0 ? [new(null, manifest.Digest)] : [.. tags.Select(known => new ImageId(known, manifest.Digest))];
    }
}
