using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws;

/// <summary>
/// Signed calls in the REST and JSON protocol: what is called is in method and path. Tried again like those of <see cref="AwsJsonClient"/>.
/// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
/// </summary>
public sealed class AwsRestClient
{
    private readonly AwsService _service;
    private readonly AwsConnection _connection;
    private readonly Lazy<HttpClient> _http;

    internal AwsRestClient(AwsService service, AwsConnection connection)
    {
        _service = service;
        _connection = connection;
        _http = new(() => SignedHttp.Connect(connection, service), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Calls one operation, such as <c>GetSchedule</c>, and gives its answer (an empty one is an empty object).</summary>
    /// <param name="path">With its query, both escaped, and without a slash before it.</param>
    /// <param name="body">Null for an operation that has none.</param>
    /// <exception cref="AwsException">The call was refused, or failed on each try.</exception>
    internal Task<JsonObject> InvokeAsync(string operation, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var call = new AwsCall(_service.Id, operation);
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
        return _connection.CallAsync(call, token => SendAsync(call, method, path, bytes, token), cancellationToken);
    }

    private async Task<JsonObject> SendAsync(AwsCall call, HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw JsonErrors.Read(call, response, answer);
        if (answer.Length == 0 && JsonErrors.RequestId(response) is not null) return [];

        return JsonErrors.TryParse(answer) ?? throw new AwsException(
            AwsFailure.Protocol, call, "UnexpectedAnswer", $"{_http.Value.BaseAddress} did not answer with a JSON object.")
        {
            RequestId = JsonErrors.RequestId(response),
            HttpStatus = response.StatusCode,
        };
    }
}
