using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Calls to a LocalAws on the wire. The <c>aws</c> command line would take a second for each.</summary>
internal sealed class LocalAwsCalls(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(60) };

    public Task<JsonNode> EcsAsync(string operation, JsonObject document) => CallAsync("AmazonEC2ContainerServiceV20141113", operation, document);

    public Task<JsonNode> EcrAsync(string operation, JsonObject document) => CallAsync("AmazonEC2ContainerRegistry_V20150921", operation, document);

    /// <summary>A call of EventBridge Scheduler.</summary>
    /// <param name="path">With its query.</param>
    public async Task<JsonNode> SchedulerAsync(HttpMethod method, string path, JsonObject? document = null)
    {
        var request = new HttpRequestMessage(method, $"/{path}") { Headers = { Authorization = Signature("scheduler") } };
        if (document is not null) request.Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>One of LocalAws's own calls.</summary>
    public async Task ControlAsync(string path, JsonObject document)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json") };
        using var answer = await SendAsync(request);
    }

    public async Task<byte[]> GetObjectAsync(string bucketAndKey)
    {
        using var answer = await SendAsync(Signed(HttpMethod.Get, bucketAndKey));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task PutObjectAsync(string bucketAndKey, byte[] content)
    {
        var request = Signed(HttpMethod.Put, bucketAndKey);
        request.Content = new ByteArrayContent(content);
        using var answer = await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> CallAsync(string service, string operation, JsonObject document)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Headers = { Authorization = Signature("json") },
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(document.ToJsonString())) { Headers = { ContentType = new("application/x-amz-json-1.1") } },
        };
        request.Headers.Add("X-Amz-Target", $"{service}.{operation}");
        using var answer = await SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var answer = await _http.SendAsync(request);
            Assert.That(answer.IsSuccessStatusCode, $"{request.Method} {request.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
            return answer;
        }
    }

    private static HttpRequestMessage Signed(HttpMethod method, string bucketAndKey) => new(method, $"/{bucketAndKey}")
    {
        Headers = { Authorization = Signature("s3") },
    };

    // LocalAws reads which service it is for, and does not verify it.
    private static AuthenticationHeaderValue Signature(string service) =>
        new("AWS4-HMAC-SHA256", $"Credential=rehearsal/20260101/eu-west-2/{service}/aws4_request, SignedHeaders=host, Signature=0");
}
