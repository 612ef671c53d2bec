using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Docker.Registry;

namespace Slipway.LocalAws.Registry;

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
        var logins = new Dictionary<string, RegistryCredentials> { [address.Host] = new(address.UserName, address.Password) };
        using var client = new RegistryClient(logins, _handler, _time);
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

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(RegistryAddress address, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address.Host}/v2/{path}");
        var login = Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(login));
        return await _http.SendAsync(request, cancellationToken);
    }
}
