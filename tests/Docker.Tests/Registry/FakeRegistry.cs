namespace Slipway.Docker.Tests.Registry;

/// <summary>Answers requests in memory and remembers them, for what the real registry does not do on demand.</summary>
internal sealed class FakeRegistry(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>Method, address and Authorization of each request.</summary>
    public List<string> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri} [{request.Headers.Authorization}]");
        return Task.FromResult(answer(request));
    }
}
