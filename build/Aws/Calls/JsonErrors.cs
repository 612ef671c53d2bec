using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Aws.Calls;

/// <summary>Reads the errors of the JSON protocols, whose services do not agree on the spelling of the members.</summary>
internal static class JsonErrors
{
    public static AwsException Read(AwsCall call, HttpResponseMessage response, byte[] body)
    {
        var document = TryParse(body);
        var code = ShortCode(Text(document, "__type") ?? Text(document, "code") ?? Header(response, "x-amzn-ErrorType"));
        var message = Text(document, "message") ?? Text(document, "Message") ?? Text(document, "errorMessage")
            ?? response.ReasonPhrase ?? "";
        return new AwsException(
            Errors.Classify(code ?? "", response.StatusCode), call, code ?? $"HTTP {(int)response.StatusCode}", message)
        {
            RequestId = RequestId(response),
            HttpStatus = response.StatusCode,
            ClockAhead = DateTimeOffset.UtcNow - response.Headers.Date,
        };
    }

    public static string? RequestId(HttpResponseMessage response) =>
        Header(response, "x-amzn-RequestId") ?? Header(response, "x-amz-request-id");

    public static JsonObject? TryParse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary><c>com.amazonaws.ecs#ClientException:http://…</c> is <c>ClientException</c>.</summary>
    private static string? ShortCode(string? type)
    {
        if (string.IsNullOrEmpty(type)) return null;

        var code = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? code : code[..colon];
    }

    private static string? Text(JsonObject? document, string member) =>
        document?[member] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
