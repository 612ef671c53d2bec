using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>Signed calls in the four protocols. Answers come as JSON: <c>status</c>, <c>error</c>, <c>message</c> and <c>answer</c>.</summary>
internal sealed class ContractClient : IDisposable
{
    private readonly ContractService _service;
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly HttpClient _http;

    public ContractClient(Uri endpoint, ContractService service)
    {
        _service = service;
        var credentials = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "contract");
        var signer = new SigV4SigningHandler(credentials, RegionEndpoint.GetBySystemName(ContractServer.Region), service.SigningName, _handler);
        _http = new(signer, disposeHandler: false) { BaseAddress = endpoint };
    }

    public async Task<JsonObject> SendAsync(string call, JsonObject request, JsonObject headers, string? body)
    {
        using var message = _service.Protocol switch
        {
            "json" => Json(call, request),
            "query" => Query(call, request),
            "rest-json" => RestJson(call, request),
            _ => Rest(call, body),
        };
        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, (string)value!))
                message.Content?.Headers.TryAddWithoutValidation(name, (string)value!);
        }

        using var response = await _http.SendAsync(message);
        return Read(response, await response.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private HttpRequestMessage Json(string operation, JsonObject request)
    {
        var content = new StringContent(request.ToJsonString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        return new(HttpMethod.Post, "/") { Content = content, Headers = { { "X-Amz-Target", $"{_service.Target}.{operation}" } } };
    }

    private HttpRequestMessage Query(string operation, JsonObject request)
    {
        var form = request.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value!.ToString()))
            .Prepend(KeyValuePair.Create("Version", _service.Target)).Prepend(KeyValuePair.Create("Action", operation));
        return new(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent(form) };
    }

    private static HttpRequestMessage Rest(string call, string? body)
    {
        var parts = call.Split(' ', 2);
        return new(new(parts[0]), parts[1]) { Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
    }

    private static HttpRequestMessage RestJson(string call, JsonObject request)
    {
        var parts = call.Split(' ', 2);
        return new(new(parts[0]), parts[1]) { Content = parts[0] is "GET" or "DELETE" ? null : new StringContent(request.ToJsonString(), new MediaTypeHeaderValue("application/json")) };
    }

    private JsonObject Read(HttpResponseMessage response, string body)
    {
        var answer = _service.Protocol is "json" or "rest-json" ? JsonNode.Parse(body.StartsWith('{') ? body : "{}") : Xml(body);
        var read = new JsonObject { ["status"] = (int)response.StatusCode };
        if (!response.IsSuccessStatusCode)
        {
            var error = _service.Protocol == "query" ? answer?["ErrorResponse"]?["Error"] : _service.Protocol == "rest" ? answer?["Error"] : answer;
            var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : null;
            read["error"] = ((string?)(error?["__type"] ?? error?["Code"]) ?? type)?.Split('#')[^1];
            read["message"] = (string?)(error?["message"] ?? error?["Message"]);
        }

        read["answer"] = answer is JsonObject ? answer : new JsonObject { ["text"] = body };
        var headers = new JsonObject();
        foreach (var (name, value) in response.Headers.Concat(response.Content.Headers))
            headers[name.ToUpperInvariant()] = string.Join(", ", value);
        read["headers"] = headers;
        return read;
    }

    /// <summary>An element becomes a member; several of one name a list.</summary>
    private static JsonObject? Xml(string body) =>
        body.StartsWith("<?xml", StringComparison.Ordinal) || (body.Length > 1 && body[0] == '<' && char.IsAsciiLetter(body[1])) ? new JsonObject { [XElement.Parse(body).Name.LocalName] = Node(XElement.Parse(body)) } : null;

    private static JsonNode? Node(XElement element)
    {
        if (!element.HasElements)
            return element.Value;
        var node = new JsonObject();
        foreach (var group in element.Elements().GroupBy(child => child.Name.LocalName))
            node[group.Key] = group.Count() == 1 ? Node(group.First()) : new JsonArray([.. group.Select(Node)]);
        return node;
    }
}
