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
        var (deleted, failures) = (new JsonArray(), new JsonArray());
        using var mine = await turn.TakeAsync(cancellationToken);
        foreach (var id in ImageCalls.Ids(request["imageIds"] as JsonArray ?? []))
        {
            var manifest = await api.ManifestAsync(address, repository, id.Tag, id.Tag is null ? id.Digest : null, cancellationToken);
            if (manifest is null || (id.Digest is { } digest && digest != manifest.Digest))
            {
                failures.Add(ImageCalls.Failure(id, null));
                continue;
            }

            foreach (var gone in await RemoveAsync(address, repository, id.Tag, manifest, cancellationToken))
                deleted.Add(gone.ToJson());
        }

        return new() { ["imageIds"] = deleted, ["failures"] = failures };
    }

    /// <returns>The tags that are gone, or the image without one.</returns>
    private async Task<IReadOnlyList<ImageId>> RemoveAsync(RegistryAddress address, string repository, string? tag, Manifest manifest, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        foreach (var known in await api.TagsAsync(address, repository, cancellationToken))
        {
            if ((await api.ManifestAsync(address, repository, known, null, cancellationToken))?.Digest == manifest.Digest)
                tags.Add(known);
        }

        if (tag is not null && tags.Count > 1)
        {
            await api.DeleteTagAsync(address, repository, tag, manifest, cancellationToken);
            return [new(tag, manifest.Digest)];
        }

        await api.DeleteManifestAsync(address, repository, manifest.Digest, cancellationToken);
        return tags.Count == 0 ? [new(null, manifest.Digest)] : [.. tags.Order(StringComparer.Ordinal).Select(known => new ImageId(known, manifest.Digest))];
    }
}
