using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>The registry's HTTP API, https://distribution.github.io/distribution/spec/api/, as far as ECR's answers come from it.</summary>
internal sealed class RegistryApi : IDisposable
{
    /// <summary>In each answer of a registry; another program that has got its port does not send it.</summary>
    public const string VersionHeader = "Docker-Distribution-Api-Version";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly string[] ManifestTypes =
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Timeout };

    /// <summary>What the registry says to this login; null when nothing answers.</summary>
    public async Task<HttpStatusCode?> PingAsync(RegistryAddress address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(address, "", cancellationToken);
            return response.Headers.Contains(VersionHeader) ? response.StatusCode : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>All tags of a repository; none when nothing was pushed to it.</summary>
    public async Task<IReadOnlyList<string>> TagsAsync(RegistryAddress address, string repository, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/tags/list", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return [];
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = await JsonNode.ParseAsync(body, cancellationToken: cancellationToken);
        return answer?["tags"] is JsonArray tags ? [.. tags.Select(tag => (string)tag!)] : [];
    }

    /// <summary>The manifest of a tag or digest; null when there is none.</summary>
    public async Task<Manifest?> ManifestAsync(
        RegistryAddress address, string repository, string? tag, string? digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/manifests/{digest ?? tag}", cancellationToken);
        // The second: what cannot be a tag or a digest.
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            return null;
        response.EnsureSuccessStatusCode();
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType ?? ManifestTypes[0];
        return new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", type, Encoding.UTF8.GetString(content));
    }

    /// <summary>Puts a manifest whose layers are there.</summary>
    /// <param name="reference">A tag or the manifest's digest.</param>
    /// <exception cref="HttpRequestException">The registry has not got the layers, or refuses the manifest.</exception>
    public async Task PutManifestAsync(RegistryAddress address, string repository, string reference, Manifest manifest, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(manifest.Text)) { Headers = { ContentType = new(manifest.MediaType) } };
        using var response = await SendAsync(address, $"{repository}/manifests/{reference}", cancellationToken, HttpMethod.Put, content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<bool> HasBlobAsync(RegistryAddress address, string repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/blobs/{digest}", cancellationToken, HttpMethod.Head);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Puts a layer in one piece.</summary>
    /// <exception cref="HttpRequestException">The registry refuses it: its digest is another one.</exception>
    public async Task PutBlobAsync(RegistryAddress address, string repository, string digest, Stream content, CancellationToken cancellationToken)
    {
        using var begun = await SendAsync(address, $"{repository}/blobs/uploads/", cancellationToken, HttpMethod.Post);
        begun.EnsureSuccessStatusCode();
        var place = begun.Headers.Location!.ToString();
        using var body = new StreamContent(content) { Headers = { ContentType = new("application/octet-stream"), ContentLength = content.Length } };
        var path = place[(place.IndexOf("/v2/", StringComparison.Ordinal) + "/v2/".Length)..];
        using var response = await SendAsync(address, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={digest}", cancellationToken, HttpMethod.Put, body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Copies a layer, unless it is smaller.</summary>
    /// <param name="least">Bytes.</param>
    /// <returns>Whether it was copied.</returns>
    public async Task<bool> CopyBlobAsync(RegistryAddress address, string repository, string digest, long least, Stream destination, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/blobs/{digest}", cancellationToken);
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentLength is not { } length || length < least) return false;
        await response.Content.CopyToAsync(destination, cancellationToken);
        return true;
    }

    /// <summary>Removes a manifest with all its tags; one that is not there is no error.</summary>
    public async Task DeleteManifestAsync(RegistryAddress address, string repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/manifests/{digest}", cancellationToken, HttpMethod.Delete);
        if (response.StatusCode != HttpStatusCode.NotFound)
            response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Removes one of the tags of a manifest. Before its version 3 a registry removes digests only: the tag is moved to a manifest that differs in a
    /// line's end, which is removed then.
    /// </summary>
    public async Task DeleteTagAsync(RegistryAddress address, string repository, string tag, Manifest manifest)
    {
        var text = manifest.Text + "\n";
        // Both or none: a client that goes away in between would leave a tag at an image that nobody pushed.
        await PutManifestAsync(address, repository, tag, manifest with { Text = text }, CancellationToken.None);
        await DeleteManifestAsync(address, repository, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}", CancellationToken.None);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(RegistryAddress address, string path, CancellationToken cancellationToken, HttpMethod? method = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"http://{address.Host}/v2/{path}") { Content = content };
        foreach (var type in ManifestTypes)
            request.Headers.Accept.Add(new(type));
        var login = Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(login));
        // A layer is passed on as it comes; everything else is short.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
