using System.Text.Json.Nodes;

namespace Slipway.Testing;

/// <summary>A request that reached <see cref="FakeAws"/>, headers and all.</summary>
public sealed record RecordedRequest(string Key, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as the JSON protocol's document.</summary>
    public JsonObject Document => JsonNode.Parse(Body) as JsonObject ?? throw new InvalidOperationException($"Not a JSON object: {Body}");

    /// <summary>All of it as text, to search.</summary>
    public string Text => $"{Key} {Uri}\n{string.Join('\n', Headers.Select(h => $"{h.Key}: {h.Value}"))}\n\n{Body}";

    internal static async Task<RecordedRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content?.Headers.AsEnumerable() ?? [];
        var headers = request.Headers.Concat(content).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var key = headers.TryGetValue("X-Amz-Target", out var target)
            ? target[(target.LastIndexOf('.') + 1)..]
            : $"{request.Method} {uri.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        return new RecordedRequest(key, uri, headers, body);
    }
}
