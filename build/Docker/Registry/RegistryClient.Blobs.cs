using System.Net;
using System.Net.Http.Headers;

namespace Slipway.Docker.Registry;

/// <summary>Layers and configurations (OCI distribution specification, "Pushing blobs" and "Mounting a blob from another repository").</summary>
public sealed partial class RegistryClient
{
    /// <param name="repository">Of this only registry and repository count.</param>
    public async Task<bool> HasBlobAsync(ImageReference repository, string digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        using var response = await _transport.SendAsync(repository, () => new(HttpMethod.Head, BlobUri(repository, digest)), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;

        await CheckAsync(repository, response, cancellationToken);
        return true;
    }

    /// <summary>Lets a repository have a blob of another one of the same registry.</summary>
    /// <returns>Null when it has it; else where the registry, which does not mount, takes the content.</returns>
    internal async Task<Uri?> MountBlobAsync(ImageReference source, ImageReference target, string digest, CancellationToken cancellationToken)
    {
        var uri = UploadsUri(target, $"?mount={Uri.EscapeDataString(digest)}&from={Uri.EscapeDataString(source.Repository)}");
        using var response = await _transport.SendAsync(target, () => new(HttpMethod.Post, uri), cancellationToken);
        await CheckAsync(target, response, cancellationToken);
        return response.StatusCode == HttpStatusCode.Created ? null : Location(target, response);
    }

    /// <summary>Copies a blob from registry to registry, as a stream: no more of it than a buffer is in memory.</summary>
    /// <param name="session">Where a mount that came to nothing takes the content; null begins an upload.</param>
    internal async Task CopyBlobAsync(ImageReference source, ImageReference target, RegistryBlob blob, Uri? session, CancellationToken cancellationToken)
    {
        using var response = await _transport.TransferAsync(target, UploadAsync, cancellationToken);
        await CheckAsync(target, response, cancellationToken);

        // Each attempt begins anew: with the content from its first byte, and with an upload that nothing was sent to.
        async Task<HttpRequestMessage> UploadAsync(CancellationToken token)
        {
            var place = session ?? await BeginUploadAsync(target, token);
            session = null;
            var content = await _transport.TransferAsync(source, _ => Task.FromResult(new HttpRequestMessage(HttpMethod.Get, BlobUri(source, blob.Digest))), token);
            await CheckAsync(source, content, token);
            var query = $"digest={Uri.EscapeDataString(blob.Digest)}";
            return new(HttpMethod.Put, new UriBuilder(place) { Query = place.Query.Length > 1 ? $"{place.Query[1..]}&{query}" : query }.Uri)
            {
                Content = new StreamContent(await content.Content.ReadAsStreamAsync(token))
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentLength = blob.Size },
                },
            };
        }
    }

    private async Task<Uri> BeginUploadAsync(ImageReference target, CancellationToken cancellationToken)
    {
        using var response = await _transport.SendAsync(target, () => new(HttpMethod.Post, UploadsUri(target, "")), cancellationToken);
        await CheckAsync(target, response, cancellationToken);
        return Location(target, response);
    }

    /// <summary>Absolute, or relative to the registry.</summary>
    private static Uri Location(ImageReference target, HttpResponseMessage response) => response.Headers.Location is { } location
        ? new(RegistryTransport.BaseAddress(target.Registry), location)
        : throw Failure(target, response.StatusCode, "gave no place for an upload");

    private static Uri BlobUri(ImageReference image, string digest) => new(RegistryTransport.BaseAddress(image.Registry), $"v2/{image.Repository}/blobs/{digest}");

    private static Uri UploadsUri(ImageReference image, string query) => new(RegistryTransport.BaseAddress(image.Registry), $"v2/{image.Repository}/blobs/uploads/{query}");
}
