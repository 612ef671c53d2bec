using System.Collections.Concurrent;

namespace Slipway.Docker.Tests.Registry;

/// <summary>The way to registries, with what went over it: requests, and bytes of their contents and answers.</summary>
internal sealed class CountingNetwork : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _requests = [];
    private long _sent;
    private long _received;

    public CountingNetwork() => InnerHandler = new SocketsHttpHandler();

    /// <summary>Breaks requests that it answers true for.</summary>
    public Func<HttpRequestMessage, bool> Breaks { get; set; } = _ => false;

    /// <summary>Method and path of each, in order, without what differs from upload to upload.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>As announced by the answers.</summary>
    public long Received => Interlocked.Read(ref _received);

    public void Forget()
    {
        _requests.Clear();
        _sent = _received = 0;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        if (Breaks(request)) throw new HttpRequestException("The connection broke.");
        Interlocked.Add(ref _sent, request.Content?.Headers.ContentLength ?? 0);
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Head) Interlocked.Add(ref _received, answer.Content.Headers.ContentLength ?? 0);
        return answer;
    }
}
