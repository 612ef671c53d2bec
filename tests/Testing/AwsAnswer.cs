using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Testing;

/// <summary>What <see cref="FakeAws"/> answers: a document, an error in AWS's shape, or a connection that fails.</summary>
public sealed record AwsAnswer(HttpStatusCode Status, string Body)
{
    public const string RequestId = "1b2c3d4e-0000-4111-8222-333344445555";

    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amzn-RequestId"] = RequestId };

    public string MediaType { get; init; } = "application/x-amz-json-1.1";

    /// <summary>The connection breaks after the body, though more was announced.</summary>
    public bool BreaksOff { get; init; }

    internal Exception? Failure { get; init; }

    internal Func<CancellationToken, Task>? Delay { get; init; }

    public static AwsAnswer Ok(JsonObject document) => new(HttpStatusCode.OK, document.ToJsonString());

    /// <summary>A document written as JSON, with <c>'</c> for <c>"</c>.</summary>
    public static AwsAnswer Ok(string json) => new(HttpStatusCode.OK, json.Replace('\'', '"'));

    public static AwsAnswer Refusal(string type, string message, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        new(status, new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString());

    /// <summary>An error of the XML services (S3, STS).</summary>
    public static AwsAnswer XmlRefusal(HttpStatusCode status, string code, string message) =>
        new(status, $"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{RequestId}</RequestId></Error>")
        {
            MediaType = "application/xml",
        };

    public static AwsAnswer Broken(Exception failure) => new(HttpStatusCode.OK, "") { Failure = failure };

    /// <summary>Never answers; ends when the caller gives up.</summary>
    public static AwsAnswer Silence() =>
        new(HttpStatusCode.OK, "") { Delay = static token => Task.Delay(Timeout.InfiniteTimeSpan, token) };

    internal HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(Status)
        {
            RequestMessage = request,
            Content = BreaksOff ? new StreamContent(new BreakingStream(Encoding.UTF8.GetBytes(Body))) : new StringContent(Body, Encoding.UTF8, MediaType),
        };
        foreach (var (name, value) in Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
