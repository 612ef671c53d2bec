using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>PutImage: a manifest whose layers the repository has; also how an image gets one more tag.</summary>
internal sealed class ImagePush(LocalAwsOptions options, RepositoryStore repositories, IRegistryContainer registry, RegistryApi api, PushTurn turn, TimeProvider time)
{
    public async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        var manifest = Read(request);
        var tag = request.Text("imageTag");
        if (request.Text("imageDigest") is { } digest && digest != manifest.Digest)
            throw EcrErrors.DigestDoesNotMatch(digest, manifest.Digest);
        var address = await registry.EnsureAsync(cancellationToken);
        using var mine = await turn.TakeAsync(cancellationToken);
        try
        {
            var present = await api.ManifestAsync(address, repository.Name, tag, tag is null ? manifest.Digest : null, cancellationToken);
            if (present?.Digest == manifest.Digest)
                throw EcrErrors.ImageAlreadyExists(manifest.Digest, tag, repository.Name, options.Account);
            if (present is not null && tag is not null && (repository.Mutability ?? TagMutability.Mutable).Fixes(tag))
                throw EcrErrors.ImageTagAlreadyExists(tag, repository.Name);
            await api.PutManifestAsync(address, repository.Name, tag ?? manifest.Digest, manifest, cancellationToken);
            await repositories.PushedAsync(repository.Name, manifest.Digest, time.GetUtcNow(), cancellationToken);
        }
        catch (HttpRequestException refused) when ((int?)refused.StatusCode is >= 400 and < 500)
        {
            throw EcrErrors.LayersNotFound(manifest, tag, repository.Name, options.Account);
        }

        return new() { ["image"] = Image(repository.Name, manifest, tag) };
    }

    private static Manifest Read(JsonObject request)
    {
        var text = request.Text("imageManifest") ?? "";
        try
        {
            var type = request.Text("imageManifestMediaType") ?? (string?)(JsonNode.Parse(text) as JsonObject)?["mediaType"]
                ?? throw EcrErrors.InvalidParameter("ImageManifest", "Invalid JSON syntax or no media type");
            return new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}", type, text);
        }
        catch (JsonException)
        {
            throw EcrErrors.InvalidParameter("ImageManifest", "Invalid JSON syntax");
        }
    }

    private JsonObject Image(string repository, Manifest manifest, string? tag) => new()
    {
        ["registryId"] = options.Account,
        ["repositoryName"] = repository,
        ["imageId"] = new ImageId(tag, manifest.Digest).ToJson(),
        ["imageManifest"] = manifest.Text,
        ["imageManifestMediaType"] = manifest.MediaType,
    };
}
