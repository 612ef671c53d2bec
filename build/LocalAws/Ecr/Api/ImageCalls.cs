using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>The operations of ECR on images, answered by the registry itself.</summary>
internal sealed class ImageCalls(LocalAwsOptions options, RepositoryStore repositories, IRegistryContainer registry, RegistryApi api)
{
    private const int MostIds = 100;
    private const int AtOnce = 16;

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        var address = await registry.EnsureAsync(cancellationToken);
        var tagged = await TaggedAsync(address, repository.Name, cancellationToken);
        if (request["imageIds"] is JsonArray { Count: > 0 } ids)
        {
            var named = new List<Manifest>();
            foreach (var id in Ids(ids))
                named.Add(await FindAsync(address, repository.Name, id, cancellationToken) ?? throw EcrErrors.ImageNotFound(id, repository.Name, options.Account));
            return Answer(new([.. named.DistinctBy(manifest => manifest.Digest)], null), repository, tagged);
        }

        var all = (string?)request["filter"]?["tagStatus"] == "UNTAGGED" ? [] : tagged.Select(image => image.Manifest).DistinctBy(manifest => manifest.Digest).ToList();
        return Answer(ListPage.Of(request, all), repository, tagged);
    }

    public async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = (await repositories.GetAsync(request, cancellationToken)).Name;
        var tagged = await TaggedAsync(await registry.EnsureAsync(cancellationToken), repository, cancellationToken);
        var ids = (string?)request["filter"]?["tagStatus"] == "UNTAGGED" ? [] : tagged.Select(image => new ImageId(image.Tag, image.Manifest.Digest)).ToList();
        return ListPage.Of(request, ids).ToJson("imageIds", id => id.ToJson());
    }

    public async Task<JsonObject> BatchGetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = (await repositories.GetAsync(request, cancellationToken)).Name;
        var address = await registry.EnsureAsync(cancellationToken);
        var accepted = request["acceptedMediaTypes"] is JsonArray { Count: > 0 } types ? types.Select(type => (string?)type).ToHashSet() : null;
        var (images, failures) = (new JsonArray(), new JsonArray());
        foreach (var id in Ids(request["imageIds"] as JsonArray ?? []))
        {
            var manifest = await FindAsync(address, repository, id, cancellationToken);
            if (manifest is null || accepted?.Contains(manifest.MediaType) == false)
                failures.Add(Failure(id, manifest));
            else
                images.Add(Image(repository, id, manifest));
        }

        return new() { ["images"] = images, ["failures"] = failures };
    }

    public static List<ImageId> Ids(JsonArray ids)
    {
        if (ids.Count is 0 or > MostIds)
            throw EcrErrors.InvalidParameter("imageIds", $"Member must have length between 1 and {MostIds}");
        var parsed = ids.Select(ImageId.Parse).ToList();
        return parsed.Exists(id => string.IsNullOrEmpty(id.Tag ?? id.Digest)) ? throw EcrErrors.InvalidParameter("imageIds", "Member must have a digest or a tag") : parsed;
    }

    private async Task<List<(string Tag, Manifest Manifest)>> TaggedAsync(RegistryAddress address, string repository, CancellationToken cancellationToken)
    {
        var tags = await api.TagsAsync(address, repository, cancellationToken);
        var tagged = new List<(string Tag, Manifest Manifest)>();
        foreach (var some in tags.Order(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var manifests = await Task.WhenAll(some.Select(tag => api.ManifestAsync(address, repository, tag, null, cancellationToken)));
            foreach (var (tag, manifest) in some.Zip(manifests))
            {
                // A tag may have gone since it was listed.
                if (manifest is not null)
                    tagged.Add((tag, manifest));
            }
        }

        return tagged;
    }

    /// <summary>An image that has the digest and the tag, where both are asked for.</summary>
    private async Task<Manifest?> FindAsync(RegistryAddress address, string repository, ImageId id, CancellationToken cancellationToken)
    {
        var manifest = await api.ManifestAsync(address, repository, id.Tag, id.Digest, cancellationToken);
        if (manifest is null || id.Tag is null || id.Digest is null)
            return manifest;
        var tagged = await api.ManifestAsync(address, repository, id.Tag, null, cancellationToken);
        return tagged?.Digest == manifest.Digest ? manifest : null;
    }

    private JsonObject Answer(PageOf<Manifest> page, Repository repository, List<(string Tag, Manifest Manifest)> tagged) =>
        page.ToJson("imageDetails", manifest => Detail(repository, manifest, tagged.Where(image => image.Manifest.Digest == manifest.Digest).Select(image => image.Tag)));

    private JsonObject Detail(Repository repository, Manifest manifest, IEnumerable<string> tags)
    {
        var detail = new JsonObject { ["registryId"] = options.Account, ["repositoryName"] = repository.Name, ["imageDigest"] = manifest.Digest };
        if (tags.Select(tag => (JsonNode)tag).ToArray() is { Length: > 0 } own)
            detail["imageTags"] = new JsonArray(own);
        if (manifest.Size is { } size)
            detail["imageSizeInBytes"] = size;
        // What an earlier LocalAws took has no time of its own.
        detail["imagePushedAt"] = (repository.Pushed?.TryGetValue(manifest.Digest, out var pushed) == true ? pushed : repository.CreatedAt).ToUnixTimeMilliseconds() / 1000.0;
        detail["imageManifestMediaType"] = manifest.MediaType;
        if (manifest.ArtifactMediaType is { } artifact)
            detail["artifactMediaType"] = artifact;
        return detail;
    }

    private JsonObject Image(string repository, ImageId id, Manifest manifest) => new()
    {
        ["registryId"] = options.Account,
        ["repositoryName"] = repository,
        ["imageId"] = (id with { Digest = manifest.Digest }).ToJson(),
        ["imageManifest"] = manifest.Text,
        ["imageManifestMediaType"] = manifest.MediaType,
    };

    private static JsonObject Failure(ImageId id, Manifest? manifest) => new()
    {
        ["imageId"] = id.ToJson(),
        ["failureCode"] = "ImageNotFound",
        ["failureReason"] = manifest is null ? "Requested image not found" : $"The image is {manifest.MediaType}, which is not accepted",
    };
}
