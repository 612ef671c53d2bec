using System.Globalization;
using System.Net;
using System.Text;

namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>What happens to a write of a <see cref="ScriptedBucket"/>.</summary>
internal enum Fault
{
    None,

    /// <summary>409: it met another.</summary>
    Conflict,

    /// <summary>It is carried out, and the connection breaks before the answer.</summary>
    LostAnswer,

    /// <summary>It is carried out, and no answer comes.</summary>
    Silence,
}

/// <summary>
/// S3 at the transport, as far as a lock needs it: objects, ETags, conditional writes, its own clock; and what a real server does not do
/// on request. Entries and the order of the writes can be checked.
/// </summary>
internal sealed class ScriptedBucket(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Body, string ETag, DateTimeOffset Written)> _objects = [];
    private readonly Queue<Fault> _faults = [];
    private int _writes;

    /// <summary>How far S3's clock is ahead of the clients'.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>As a network that carries nothing: every call fails, and nothing arrives.</summary>
    public bool IsCut { get; set; }

    /// <summary>Writes that were carried out.</summary>
    public int Writes
    {
        get
        {
            lock (_lock) return _writes;
        }
    }

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_lock) return [.. _objects.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public string this[string key]
    {
        get
        {
            lock (_lock) return _objects[key].Body;
        }
        set
        {
            lock (_lock) Store(key, value);
        }
    }

    /// <summary>What happens to the next writes, in turn.</summary>
    public void Next(params IReadOnlyList<Fault> faults)
    {
        lock (_lock)
        {
            foreach (var fault in faults) _faults.Enqueue(fault);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsCut) throw new HttpRequestException("The network is down.");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var (answer, fault) = Answer(request, request.RequestUri!.AbsolutePath, body);
        if (fault == Fault.LostAnswer) throw new HttpRequestException("The connection broke.");
        if (fault == Fault.Silence) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        answer.RequestMessage = request;
        answer.Headers.Date = time.GetUtcNow() + Skew;
        return answer;
    }

    private (HttpResponseMessage Answer, Fault Fault) Answer(HttpRequestMessage request, string key, string body)
    {
        lock (_lock)
        {
            if (request.Method == HttpMethod.Get) return (Read(key), Fault.None);
            var fault = _faults.Count > 0 ? _faults.Dequeue() : Fault.None;
            if (fault == Fault.Conflict) return (Refusal(HttpStatusCode.Conflict, "ConditionalRequestConflict"), Fault.None);
            var isThere = _objects.TryGetValue(key, out var stored);
            if (request.Headers.TryGetValues("If-None-Match", out _) && isThere) return (Refusal(HttpStatusCode.PreconditionFailed, "PreconditionFailed"), fault);
            if (request.Headers.TryGetValues("If-Match", out var expected))
            {
                if (!isThere) return (Refusal(HttpStatusCode.NotFound, "NoSuchKey"), fault);
                if (expected.Single().Trim('"') != stored.ETag) return (Refusal(HttpStatusCode.PreconditionFailed, "PreconditionFailed"), fault);
            }

            Store(key, body);
            return (With(new HttpResponseMessage(HttpStatusCode.OK), _objects[key].ETag), fault);
        }
    }

    private HttpResponseMessage Read(string key)
    {
        if (!_objects.TryGetValue(key, out var stored)) return Refusal(HttpStatusCode.NotFound, "NoSuchKey");
        var answer = With(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(stored.Body, Encoding.UTF8, "application/json") }, stored.ETag);
        answer.Content.Headers.LastModified = stored.Written;
        return answer;
    }

    // With a hyphen, an ETag is no MD5, which the SDK would compare with the content.
    private void Store(string key, string body) =>
        _objects[key] = (body, string.Create(CultureInfo.InvariantCulture, $"{++_writes:x8}-1"), time.GetUtcNow() + Skew);

    private static HttpResponseMessage With(HttpResponseMessage answer, string etag)
    {
        answer.Headers.TryAddWithoutValidation("ETag", $"\"{etag}\"");
        return answer;
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>{code}.</Message></Error>", Encoding.UTF8, "application/xml") };
}
