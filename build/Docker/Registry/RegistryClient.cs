using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Slipway.Docker.Registry;

/// <summary>
/// The registry's HTTP API (OCI distribution): what is there, under which digest, and another tag for it without moving a layer.
/// http for registries on loopback, https for all others. Every method throws <see cref="RegistryException"/> when the registry refuses or does not answer.
/// </summary>
public sealed partial class RegistryClient : IDisposable
{
    private static readonly string[] ManifestTypes =
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ];

    private readonly RegistryTransport _transport;
    private readonly HttpMessageHandler? _owned;

    /// <param name="credentials">Logins by registry, as the host is in image names.</param>
    public RegistryClient(IReadOnlyDictionary<string, RegistryCredentials> credentials)
    {
        _owned = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _transport = new(_owned, credentials, TimeProvider.System);
    }

    /// <param name="handler">Stays the caller's.</param>
    /// <inheritdoc cref="RegistryClient(IReadOnlyDictionary{string, RegistryCredentials})"/>
    public RegistryClient(IReadOnlyDictionary<string, RegistryCredentials> credentials, HttpMessageHandler handler, TimeProvider time) =>
        _transport = new(handler, credentials, time);

    /// <returns>The manifest's digest; null when the registry has no such tag, digest or repository.</returns>
    public async Task<string?> GetDigestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        using var response = await SendManifestAsync(HttpMethod.Head, image, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        await CheckAsync(image, response, cancellationToken);
        return Digest(response) ?? (await GetManifestAsync(image, cancellationToken))?.Digest;
    }

    public async Task<bool> ExistsAsync(ImageReference image, CancellationToken cancellationToken) =>
        await GetDigestAsync(image, cancellationToken) is not null;

    /// <returns>Null when the registry has no such tag, digest or repository.</returns>
    public async Task<RegistryManifest?> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        using var response = await SendManifestAsync(HttpMethod.Get, image, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        await CheckAsync(image, response, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        if (image.Digest is { } wanted && wanted != digest)
            throw Failure(image, response.StatusCode, $"sent a manifest of digest {digest}");
        return new(digest, response.Content.Headers.ContentType?.MediaType ?? ManifestTypes[0], content);
    }

    /// <summary>An image's configuration: what it is for, and how it runs. https://github.com/opencontainers/image-spec/blob/main/config.md</summary>
    /// <param name="image">Of the repository.</param>
    /// <param name="digest">The configuration's own: <see cref="RegistryManifest.ConfigDigest"/>.</param>
    /// <returns>Null when the repository has no such blob, or it is not one.</returns>
    public async Task<JsonObject?> GetConfigAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var response = await _transport.SendAsync(
            image, () => new HttpRequestMessage(HttpMethod.Get, new Uri(RegistryTransport.BaseAddress(image.Registry), $"v2/{image.Repository}/blobs/{digest}")), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;

        await CheckAsync(image, response, cancellationToken);
        try
        {
            return await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Puts a manifest into a repository that already has its layers.</summary>
    /// <returns>The digest, the same as the manifest's.</returns>
    public async Task<string> PutManifestAsync(ImageReference target, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(manifest);
        using var response = await _transport.SendAsync(
            target,
            () => new HttpRequestMessage(HttpMethod.Put, ManifestUri(target))
            {
                Content = new ReadOnlyMemoryContent(manifest.Content) { Headers = { ContentType = new(manifest.MediaType) } },
            },
            cancellationToken);
        await CheckAsync(target, response, cancellationToken);
        return Digest(response) ?? manifest.Digest;
    }

    /// <summary>Gives an image of the registry one more tag in its repository; no layer travels.</summary>
    /// <returns>The image's digest.</returns>
    /// <exception cref="RegistryException">There is no such image, or the registry refused.</exception>
    public async Task<string> TagAsync(ImageReference source, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var manifest = await GetManifestAsync(source, cancellationToken)
            ?? throw Failure(source, HttpStatusCode.NotFound, $"has no image '{source}', so it cannot be tagged '{tag}'");
        return await PutManifestAsync(source with { Tag = tag, Digest = null }, manifest, cancellationToken);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _owned?.Dispose();
    }

    private async Task<HttpResponseMessage> SendManifestAsync(HttpMethod method, ImageReference image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return await _transport.SendAsync(image, Request, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(method, ManifestUri(image));
            foreach (var type in ManifestTypes)
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
            return request;
        }
    }

    private static Uri ManifestUri(ImageReference image) =>
        new(RegistryTransport.BaseAddress(image.Registry), $"v2/{image.Repository}/manifests/{image.Reference}");

    private static string? Digest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.First() : null;

    private static async Task CheckAsync(ImageReference image, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        throw Failure(image, response.StatusCode, $"answered {(int)response.StatusCode} {response.StatusCode}{Reason(body)}");
    }

    private static string Reason(string body)
    {
        try
        {
            var error = JsonNode.Parse(body)?["errors"]?[0];
            return error is null ? "" : $" ({(string?)error["code"]}: {(string?)error["message"]})";
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Not the registry's own error body, but something in between: the status says it.
            return "";
        }
    }

    private static RegistryException Failure(ImageReference image, HttpStatusCode status, string what) =>
        new(
            image.Registry, image.Repository, status, $"Registry '{image.Registry}' {what} (repository '{image.Repository}', '{image.Reference}').");
}
