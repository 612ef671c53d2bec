using System.Formats.Cbor;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// Smithy RPC v2 with CBOR: <c>POST /service/{service}/operation/{operation}</c>, request and answer are one map each. The services are those of the JSON protocol,
/// which have the same operations and members. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
/// </summary>
internal sealed class CborProtocol(IEnumerable<IJsonService> services, PermissionGate gate) : IProtocol
{
    private const string Header = "smithy-protocol";
    private const string Name = "rpc-v2-cbor";
    private const string ContentType = "application/cbor";

    private readonly Dictionary<string, (IJsonService Service, UnsupportedMembers Unsupported)> _services =
        services.ToDictionary(service => service.TargetPrefix, service => (service, new UnsupportedMembers(service.Unsupported)));

    /// <summary>Service and operation as <c>X-Amz-Target</c> has them in the JSON protocol; null for another path.</summary>
    public static string? TargetOf(HttpRequest request) =>
        request.Path.Value?.Split('/') is ["", "service", var name, "operation", var operation] ? $"{name}.{operation}" : null;

    public bool Accepts(HttpRequest request) => request.Headers[Header] == Name;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Path.Value!.Split('/') is not ["", "service", var name, "operation", var operation])
            throw new AwsErrorException("UnknownOperationException", $"The path is '{context.Request.Path}'; it should be '/service/NAME/operation/NAME'.", 404);
        if (!_services.TryGetValue(name, out var known))
            throw AwsErrorException.NotImplemented($"the service {name} (operation {operation})");
        if (!CredentialScope.IsSigned(context.Request))
            throw AwsErrorException.NotSigned();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            var request = CborNodes.Read(body.ToArray());
            await gate.CheckAsync(context, name, operation, request, cancellationToken);
            known.Unsupported.Check(operation, request);
            var answer = await known.Service.InvokeAsync(operation, request, cancellationToken);
            await WriteAsync(context.Response, CborNodes.Write(answer), cancellationToken);
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException { Source: "System.Formats.Cbor" })
        {
            throw new AwsErrorException("SerializationException", $"The body is not a map of CBOR: {error.Message}");
        }
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        // Of services that spoke the Query protocol before, the SDKs take the code from here.
        context.Response.Headers["x-amzn-query-error"] = $"{error.Code};{(error.Status < 500 ? "Sender" : "Receiver")}";
        return WriteAsync(context.Response, CborNodes.Write(new() { ["__type"] = error.Code, ["message"] = error.Message }), cancellationToken);
    }

    private static async Task WriteAsync(HttpResponse response, byte[] body, CancellationToken cancellationToken)
    {
        response.Headers[Header] = Name;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }
}
