using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;

namespace Slipway.Docker.Registry;

/// <summary>
/// Sends requests to registries: credentials as Basic or through the token that a Bearer challenge asks for; five attempts with
/// growing, jittered delays for 429, 5xx and broken connections.
/// </summary>
internal sealed class RegistryTransport(
    HttpMessageHandler handler, IReadOnlyDictionary<string, RegistryCredentials> credentials, TimeProvider time) : IDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly HttpClient _transfers = new(handler, disposeHandler: false) { Timeout = TimeSpan.FromHours(1) };
    private readonly ResiliencePipeline<HttpResponseMessage> _retries = Retries(time);
    private readonly ConcurrentDictionary<(string Registry, string Repository, bool Writes), string> _tokens = new();

    /// <param name="request">Makes the request anew for each attempt.</param>
    /// <exception cref="RegistryException">No answer, 401 or 403.</exception>
    public Task<HttpResponseMessage> SendAsync(ImageReference image, Func<HttpRequestMessage> request, CancellationToken cancellationToken) =>
        SendAsync(image, _ => Task.FromResult(request()), _http, cancellationToken);

    /// <summary>Sends what takes as long as a layer takes: the answer's content is not read yet.</summary>
    /// <inheritdoc cref="SendAsync(ImageReference, Func{HttpRequestMessage}, CancellationToken)"/>
    public Task<HttpResponseMessage> TransferAsync(
        ImageReference image, Func<CancellationToken, Task<HttpRequestMessage>> request, CancellationToken cancellationToken) =>
        SendAsync(image, request, _transfers, cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _transfers.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(
        ImageReference image, Func<CancellationToken, Task<HttpRequestMessage>> request, HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await AllowedAsync(image, await _retries.ExecuteAsync(async token => await AuthenticateAsync(image, request, client, token), cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (IsBroken(exception, cancellationToken))
        {
            throw Unreachable(image, exception);
        }
    }

    /// <summary>Loopback registries speak http, all others https.</summary>
    public static Uri BaseAddress(string registry)
    {
        if (registry == ImageReference.DockerHub)
            return new("https://registry-1.docker.io/");

        var secure = new Uri($"https://{registry}/");
        return secure.IsLoopback ? new($"http://{registry}/") : secure;
    }

    private async Task<HttpResponseMessage> AuthenticateAsync(
        ImageReference image, Func<CancellationToken, Task<HttpRequestMessage>> makeRequest, HttpClient client, CancellationToken cancellationToken)
    {
        var completion = client == _transfers ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        using var request = await makeRequest(cancellationToken);
        var key = (image.Registry, image.Repository, request.Method != HttpMethod.Get && request.Method != HttpMethod.Head);
        if (_tokens.TryGetValue(key, out var known))
            request.Headers.Authorization = new("Bearer", known);
        else
            request.Headers.Authorization = Basic(image.Registry);
        var response = await client.SendAsync(request, completion, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || BearerChallenge.Find(response.Headers.WwwAuthenticate) is not { } challenge)
            return response;

        response.Dispose();
        var token = await FetchTokenAsync(image, challenge, key.Item3, cancellationToken);
        _tokens[key] = token;
        using var second = await makeRequest(cancellationToken);
        second.Headers.Authorization = new("Bearer", token);
        return await client.SendAsync(second, completion, cancellationToken);
    }

    private async Task<string> FetchTokenAsync(ImageReference image, BearerChallenge challenge, bool writes, CancellationToken cancellationToken)
    {
        var uri = challenge.TokenUri($"repository:{image.Repository}:{(writes ? "pull,push" : "pull")}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);

        // Never a password in clear text to a host that a registry on the network named.
        if (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            request.Headers.Authorization = Basic(image.Registry);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw IsTransient(response.StatusCode)
                ? new HttpRequestException($"The token server {uri.Host} answered {(int)response.StatusCode}.", null, response.StatusCode)
                : Refused(image, response.StatusCode, reason: null);

        var body = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return (string?)body?["token"] ?? (string?)body?["access_token"]
            ?? throw new RegistryException(
                image.Registry, image.Repository, response.StatusCode, $"The token server {uri.Host} of registry '{image.Registry}' gave no token.");
    }

    private AuthenticationHeaderValue? Basic(string registry) => credentials.TryGetValue(registry, out var login)
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}")))
        : null;

    private async Task<HttpResponseMessage> AllowedAsync(ImageReference image, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            return response;

        using (response)
            throw Refused(image, response.StatusCode, response.StatusCode == HttpStatusCode.Forbidden ? await ReasonAsync(response, cancellationToken) : null);
    }

    /// <summary>What the registry says of its refusal, as ECR does of a permission that is missing; null when it says nothing.</summary>
    private static async Task<string?> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) is JsonObject body && body["errors"] is JsonArray { Count: > 0 } errors ? (string?)errors[0]?["message"] : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private RegistryException Refused(ImageReference image, HttpStatusCode status, string? reason)
    {
        var remedy = credentials.TryGetValue(image.Registry, out var login)
            ? $"Check the password of '{login.User}' (a token may have expired) and the user's rights on the repository."
            : "Give a login for this registry.";
        return new(
            image.Registry,
            image.Repository,
            status,
            $"Registry '{image.Registry}' refused access to repository '{image.Repository}' ({(int)status} {status}{(reason is null ? "" : $": {reason}")}). {remedy}");
    }

    private static RegistryException Unreachable(ImageReference image, Exception exception) => new(
        image.Registry,
        image.Repository,
        (exception as HttpRequestException)?.StatusCode,
        $"Registry '{image.Registry}' could not be asked for repository '{image.Repository}': {exception.Message} "
        + "Check that it runs and that this machine reaches it.",
        exception);

    private static ResiliencePipeline<HttpResponseMessage> Retries(TimeProvider time) => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddRetry(new()
        {
            MaxRetryAttempts = Attempts - 1,
            ShouldHandle = failed => new(failed.Outcome switch
            {
                { Exception: { } exception } => IsBroken(exception, failed.Context.CancellationToken) && !IsRefusal(exception),
                { Result: { } response } => IsTransient(response.StatusCode),
                _ => false,
            }),
            DelayGenerator = failed => new(Delay(failed.AttemptNumber, failed.Outcome.Result, time)),
        })
        .Build();

    /// <param name="failed">Attempts that have failed before this one.</param>
    private static TimeSpan? Delay(int failed, HttpResponseMessage? response, TimeProvider time)
    {
        var delay = TimeSpan.FromSeconds(Math.Pow(2, failed) * (0.75 + (Random.Shared.NextDouble() / 2)));
        var asked = response?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
        return asked > delay ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, LongestDelay.Ticks)) : delay;
    }

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static bool IsBroken(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    // Nobody listens, no such name, no trust: another attempt answers the same.
    private static bool IsRefusal(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
    };
}
