using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amazon;
using Slipway.Aws.Calls;

namespace Slipway.Aws;

/// <summary>
/// Signed calls in the AWS JSON 1.1 protocol. Requests and answers are documents, so members that nobody here knows pass through.
/// Throttling, server faults and broken connections are tried again within <see cref="AwsLimits"/>; refusals are not.
/// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
/// </summary>
public sealed class AwsJsonClient
{
    private readonly AwsService _service;
    private readonly AwsConnection _connection;
    private readonly Lazy<HttpClient> _http;

    /// <param name="region">Null for the connection's.</param>
    internal AwsJsonClient(AwsService service, AwsConnection connection, RegionEndpoint? region = null)
    {
        _service = service;
        _connection = connection;
        // Not cached when it fails (no region, say), so that each call reports it.
        _http = new(() => SignedHttp.Connect(connection, service, region), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Calls one operation, such as <c>DescribeServices</c>, and gives its answer (an empty one is an empty object).</summary>
    /// <exception cref="AwsException">The call was refused, or failed on each try.</exception>
    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(request);
        var call = Call(operation);
        var body = Encoding.UTF8.GetBytes(request.ToJsonString());
        return _connection.CallAsync(call, token => SendAsync(call, body, token), cancellationToken);
    }

    /// <summary>Calls and reads the answer; one that lacks what it must have is a failure of the call like any other.</summary>
    internal async Task<T> InvokeAsync<T>(string operation, JsonObject request, Func<JsonObject, T> read, CancellationToken cancellationToken) =>
        Read(Call(operation), await InvokeAsync(operation, request, cancellationToken), read);

    /// <summary>Calls an operation that makes something anew each time that it is sent, so that it is made once; see <see cref="OnceCall{T}"/>.</summary>
    /// <param name="find">Looks for what the call makes; null when it is not there.</param>
    internal Task<T> InvokeOnceAsync<T>(
        string operation, JsonObject request, Func<JsonObject, T> read, Func<CancellationToken, Task<T?>> find, CancellationToken cancellationToken)
        where T : class
    {
        var call = Call(operation);
        var body = Encoding.UTF8.GetBytes(request.ToJsonString());
        var once = new OnceCall<T>(
            call, async token => Read(call, await SendAsync(call, body, token), read), find, _connection.Settings.Limits.SettleTime, _connection.Time);
        return _connection.CallAsync(call, once.AttemptAsync, cancellationToken);
    }

    private static T Read<T>(AwsCall call, JsonObject answer, Func<JsonObject, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new AwsException(AwsFailure.Protocol, call, "UnexpectedAnswer", exception.Message, exception);
        }
    }

    private AwsCall Call(string operation) => new(_service.Id, operation);

    private async Task<JsonObject> SendAsync(AwsCall call, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"{_service.Model}.{call.Operation}");
        using var response = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw JsonErrors.Read(call, response, answer);
        // Without a request id it was some other server's 200: a Docker registry says so to any path.
        if (answer.Length == 0 && JsonErrors.RequestId(response) is not null) return [];

        return JsonErrors.TryParse(answer) ?? throw new AwsException(
            AwsFailure.Protocol, call, "UnexpectedAnswer", $"{_http.Value.BaseAddress} did not answer with a JSON object.")
        {
            RequestId = JsonErrors.RequestId(response),
            HttpStatus = response.StatusCode,
        };
    }
}
