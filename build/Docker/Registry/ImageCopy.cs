using System.Net;

namespace Slipway.Docker.Registry;

/// <summary>
/// Brings an image into another repository by the registry's API alone. In the repository itself that is a tag; in another one of the
/// same registry the layers are mounted; to another registry what is missing is copied, without a Docker engine.
/// </summary>
/// <param name="registries">With the logins of both.</param>
public sealed class ImageCopy(RegistryClient registries)
{
    private const int BlobsAtOnce = 4;

    /// <summary>An index is copied with everything that it leads to.</summary>
    /// <param name="source">By digest, or by a tag.</param>
    /// <param name="target">Of this only registry and repository count.</param>
    /// <param name="tags">The first moves last, when everything else is there; those that are right already stay.</param>
    /// <exception cref="RegistryException">There is no such image, or a registry refused.</exception>
    public async Task<CopiedImage> CopyAsync(ImageReference source, ImageReference target, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tags);
        var manifest = await RequireAsync(source, cancellationToken);
        var count = new Count();
        if (!IsSameRepository(source, target)) await BringAsync(source, target, manifest, count, cancellationToken);
        foreach (var tag in tags.Reverse())
        {
            var tagged = target with { Tag = tag, Digest = null };
            if (await registries.GetDigestAsync(tagged, cancellationToken) != manifest.Digest) await registries.PutManifestAsync(tagged, manifest, cancellationToken);
        }

        return new(manifest.Digest, count.Mounted, count.Copied, count.Bytes);
    }

    private async Task BringAsync(ImageReference source, ImageReference target, RegistryManifest manifest, Count count, CancellationToken cancellationToken)
    {
        var byDigest = target with { Tag = null, Digest = manifest.Digest };
        if (await registries.ExistsAsync(byDigest, cancellationToken)) return;
        foreach (var child in manifest.Children)
            await BringAsync(source, target, await RequireAsync(source with { Tag = null, Digest = child }, cancellationToken), count, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(manifest.Blobs, options, async (blob, token) => await BringAsync(source, target, blob, count, token));
        await registries.PutManifestAsync(byDigest, manifest, cancellationToken);
    }

    private async Task BringAsync(ImageReference source, ImageReference target, RegistryBlob blob, Count count, CancellationToken cancellationToken)
    {
        Uri? session = null;
        if (source.Registry == target.Registry)
        {
            session = await registries.MountBlobAsync(source, target, blob.Digest, cancellationToken);
            if (session is null)
            {
                Interlocked.Increment(ref count.Mounted);
                return;
            }
        }
        else if (await registries.HasBlobAsync(target, blob.Digest, cancellationToken))
        {
            return;
        }

        await registries.CopyBlobAsync(source, target, blob, session, cancellationToken);
        Interlocked.Increment(ref count.Copied);
        Interlocked.Add(ref count.Bytes, blob.Size);
    }

    private async Task<RegistryManifest> RequireAsync(ImageReference image, CancellationToken cancellationToken) =>
        await registries.GetManifestAsync(image, cancellationToken) ?? throw new RegistryException(
            image.Registry, image.Repository, HttpStatusCode.NotFound, $"Registry '{image.Registry}' has no image '{image}'. It was deleted, perhaps by a lifecycle policy: build and push it again.");

    private static bool IsSameRepository(ImageReference source, ImageReference target) => source.Registry == target.Registry && source.Repository == target.Repository;

    private sealed class Count
    {
        public int Mounted;
        public int Copied;
        public long Bytes;
    }
}
