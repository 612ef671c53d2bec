using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Slipway.Testing;

/// <summary>
/// AWS at the transport: answers signed requests by operation. A JSON call is keyed by the operation in <c>X-Amz-Target</c>
/// (<c>DescribeServices</c>), any other request by method and path (<c>GET /bucket/key</c>). Several answers are given in turn, the last
/// one again and again. What nobody announced is answered with 501 and a message that names it.
/// </summary>
public sealed class FakeAws : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Queue<Func<RecordedRequest, AwsAnswer>>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    /// <summary>Everything that was sent, in order.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>The documents that were sent to one operation, in order.</summary>
    public IReadOnlyList<JsonObject> DocumentsTo(string operation) => [.. _requests.Where(r => r.Key == operation).Select(r => r.Document)];

    public FakeAws On(string key, params AwsAnswer[] answers) => On(key, [.. answers.Select(a => (Func<RecordedRequest, AwsAnswer>)(_ => a))]);

    /// <summary>Answers that depend on the request: a page by its token, say.</summary>
    public FakeAws On(string key, params Func<RecordedRequest, AwsAnswer>[] answers)
    {
        _answers[key] = new Queue<Func<RecordedRequest, AwsAnswer>>(answers);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var recorded = await RecordedRequest.ReadAsync(request, cancellationToken);
        _requests.Enqueue(recorded);
        var answer = Next(recorded);
        if (answer.Delay is { } never) await never(cancellationToken);
        if (answer.Failure is not null) throw answer.Failure;
        return answer.ToResponse(request);
    }

    private AwsAnswer Next(RecordedRequest request)
    {
        if (!_answers.TryGetValue(request.Key, out var queue))
            return AwsAnswer.Refusal("NotImplemented", $"FakeAws has no answer for '{request.Key}'.", HttpStatusCode.NotImplemented);

        lock (queue)
        {
            return (queue.Count > 1 ? queue.Dequeue() : queue.Peek())(request);
        }
    }
}
