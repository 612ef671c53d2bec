using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Docker.Registry;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>The registry's HTTP API, https://distribution.github.io/distribution/spec/api/, as far as ECR's answers come from it.</summary>
internal sealed class RegistryApi : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, UseCookies = false };
    private readonly HttpClient _http;

    public RegistryApi(TimeProvider time)
    {
        _time = time;
        _http = new(_handler, disposeHandler: false) { Timeout = Timeout };
    }

    /// <summary>What the registry says to this login; null when nothing answers.</summary>
    public async Task<HttpStatusCode?> PingAsync(RegistryAddress address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(address, "", cancellationToken);
            return response.StatusCode;
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
        using var client = Client(address);
        try
        {
            var found = await client.GetManifestAsync(new(address.Host, repository, tag, digest), cancellationToken);
            return found is null ? null : new(found.Digest, found.MediaType, Encoding.UTF8.GetString(found.Content.Span));
        }
        catch (RegistryException error) when (error.Status == HttpStatusCode.BadRequest)
        {
            // What cannot be a tag or a digest is not there.
            return null;
        }
    }

    /// <summary>Puts a manifest whose layers are there.</summary>
    /// <param name="reference">A tag or the manifest's digest.</param>
    /// <exception cref="RegistryException">The registry has not got the layers, or refuses the manifest.</exception>
    public async Task PutManifestAsync(RegistryAddress address, string repository, string reference, Manifest manifest, CancellationToken cancellationToken)
    {
        using var client = Client(address);
        var target = reference == manifest.Digest ? new ImageReference(address.Host, repository, null, reference) : new(address.Host, repository, reference, null);
        await client.PutManifestAsync(target, new(manifest.Digest, manifest.MediaType, Encoding.UTF8.GetBytes(manifest.Text)), cancellationToken);
    }

    /// <summary>Removes a manifest with all its tags; one that is not there is no error.</summary>
    public async Task DeleteManifestAsync(RegistryAddress address, string repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(address, $"{repository}/manifests/{digest}", cancellationToken, HttpMethod.Delete);
        if (response.StatusCode != HttpStatusCode.NotFound)
            response.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private RegistryClient Client(RegistryAddress address) =>
        new(new Dictionary<string, RegistryCredentials> { [address.Host] = new(address.UserName, address.Password) }, _handler, _time);

    private async Task<HttpResponseMessage> SendAsync(RegistryAddress address, string path, CancellationToken cancellationToken, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"http://{address.Host}/v2/{path}");
        var login = Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(login));
        return await _http.SendAsync(request, cancellationToken);
    }
}
