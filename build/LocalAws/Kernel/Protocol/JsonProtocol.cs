using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>AWS JSON 1.1: the operation is in <c>X-Amz-Target</c>, request and answer are one JSON object each.</summary>
internal sealed class JsonProtocol(IEnumerable<IJsonService> services, PermissionGate gate) : IProtocol
{
    public const string PlainContentType = "application/json";

    private const string ContentType = "application/x-amz-json-1.1";
    public const string TargetHeader = "X-Amz-Target";

    /// <summary>No HTML is near: quotes, angle brackets and the + of a token stay as they are, for scripts that read without a parser.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of a member that is there twice, nobody knows which is meant.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, (IJsonService Service, UnsupportedMembers Unsupported)> _services =
        services.ToDictionary(service => service.TargetPrefix, service => (service, new UnsupportedMembers(service.Unsupported)));

    public bool Accepts(HttpRequest request) => request.Headers.ContainsKey(TargetHeader);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var target = context.Request.Headers[TargetHeader].ToString();
        var dot = target.LastIndexOf('.');
        if (dot < 0)
            throw new AwsErrorException("UnknownOperationException", $"The header {TargetHeader} is '{target}'; it should be 'Service.Operation'.");
        if (!_services.TryGetValue(target[..dot], out var known))
            throw AwsErrorException.NotImplemented($"the service {target[..dot]} (operation {target[(dot + 1)..]})");
        if (!CredentialScope.IsSigned(context.Request))
            throw AwsErrorException.NotSigned();
        var request = await ReadAsync(context.Request, cancellationToken);
        await gate.CheckAsync(context, target[..dot], target[(dot + 1)..], request, cancellationToken);
        known.Unsupported.Check(target[(dot + 1)..], request);
        var answer = await known.Service.InvokeAsync(target[(dot + 1)..], request, cancellationToken);
        await WriteAsync(context.Response, answer, ContentType, cancellationToken);
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        WriteErrorAsync(context.Response, error, ContentType, cancellationToken);

    public static Task WriteErrorAsync(HttpResponse response, AwsErrorException error, string contentType, CancellationToken cancellationToken)
    {
        response.StatusCode = error.Status;
        response.Headers["x-amzn-ErrorType"] = error.Code;
        var answer = new JsonObject { ["__type"] = error.Code, ["message"] = error.Message };
        foreach (var (name, value) in error.Members)
            answer[name] = value?.DeepClone();
        return WriteAsync(response, answer, contentType, cancellationToken);
    }

    /// <summary>The body, which is one JSON object or empty.</summary>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellationToken);
            if (body.Length == 0)
                return [];
            return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: Strict) as JsonObject
                ?? throw new AwsErrorException("SerializationException", "The body is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new AwsErrorException("SerializationException", $"The body is not JSON: {error.Message}");
        }
    }

    public static async Task WriteAsync(HttpResponse response, JsonNode? answer, string contentType, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(body, Readable))
        {
            if (answer is null)
                writer.WriteNullValue();
            else
                answer.WriteTo(writer);
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        body.Position = 0;
        await body.CopyToAsync(response.Body, cancellationToken);
    }
}
