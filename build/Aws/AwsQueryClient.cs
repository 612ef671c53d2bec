using System.Xml;
using System.Xml.Linq;
using Slipway.Aws.Calls;

namespace Slipway.Aws;

/// <summary>
/// Signed calls in the AWS Query protocol: parameters as a form, answers in XML. Tried again like those of <see cref="AwsJsonClient"/>.
/// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
/// </summary>
public sealed class AwsQueryClient
{
    private readonly AwsService _service;
    private readonly AwsConnection _connection;
    private readonly Lazy<HttpClient> _http;

    internal AwsQueryClient(AwsService service, AwsConnection connection)
    {
        _service = service;
        _connection = connection;
        _http = new(() => SignedHttp.Connect(connection, service), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Calls one operation, such as <c>DescribeTargetGroups</c>.</summary>
    /// <param name="parameters">Lists are spelt out: <c>TargetGroupArns.member.1</c>.</param>
    /// <returns>The answer's <c>…Result</c>, its elements without a namespace; empty when the operation has none.</returns>
    /// <exception cref="AwsException">The call was refused, or failed on each try.</exception>
    public Task<XElement> InvokeAsync(string operation, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(parameters);
        var call = new AwsCall(_service.Id, operation);
        var form = parameters.Append(new("Action", operation)).Append(new("Version", _service.Model)).ToList();
        return _connection.CallAsync(call, token => SendAsync(call, form, token), cancellationToken);
    }

    private async Task<XElement> SendAsync(AwsCall call, List<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "");
        request.Content = new FormUrlEncodedContent(form);
        using var response = await _http.Value.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var answer = Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        if (!response.IsSuccessStatusCode) throw Refusal(call, response, answer);
        return answer?.Name.LocalName == $"{call.Operation}Response"
            ? answer.Element($"{call.Operation}Result") ?? new($"{call.Operation}Result")
            : throw new AwsException(AwsFailure.Protocol, call, "UnexpectedAnswer", $"{_http.Value.BaseAddress} did not answer with a {call.Operation}Response.") { HttpStatus = response.StatusCode };
    }

    private static AwsException Refusal(AwsCall call, HttpResponseMessage response, XElement? answer)
    {
        var error = answer?.DescendantsAndSelf("Error").FirstOrDefault();
        var code = (string?)error?.Element("Code") ?? "";
        return new AwsException(Errors.Classify(code, response.StatusCode), call, code.Length > 0 ? code : $"HTTP {(int)response.StatusCode}", (string?)error?.Element("Message") ?? "")
        {
            RequestId = (string?)answer?.DescendantsAndSelf("RequestId").FirstOrDefault() ?? JsonErrors.RequestId(response),
            HttpStatus = response.StatusCode,
            ClockAhead = DateTimeOffset.UtcNow - response.Headers.Date,
        };
    }

    private static XElement? Parse(string text)
    {
        try
        {
            var root = XElement.Parse(text);
            foreach (var element in root.DescendantsAndSelf()) element.Name = element.Name.LocalName;
            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
