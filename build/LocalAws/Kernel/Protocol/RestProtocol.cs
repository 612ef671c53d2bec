using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>REST and JSON: the operation is in method and path, its members in the path, the query and the body. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html</summary>
internal sealed class RestProtocol(IEnumerable<IRestService> services, PermissionGate gate) : IProtocol
{
    private static readonly PermissionGate.Refusal Denied = new("AccessDeniedException", 403);

    private readonly Dictionary<string, (IRestService Service, UnsupportedMembers Unsupported)> _services =
        services.ToDictionary(service => service.SigningName, service => (service, new UnsupportedMembers(service.Unsupported)));

    public bool Accepts(HttpRequest request) => CredentialScope.ServiceOf(request) is { } name && _services.ContainsKey(name);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (service, unsupported) = _services[CredentialScope.ServiceOf(context.Request)!];
        var (operation, request) = Find(service, context.Request);
        if (context.Request.ContentLength is not 0)
        {
            foreach (var (name, value) in await JsonProtocol.ReadAsync(context.Request, cancellationToken))
                request.TryAdd(name, value?.DeepClone());
        }

        await gate.CheckAsync(context, service.SigningName, operation, request, Denied, cancellationToken);
        unsupported.Check(operation, request);
        await JsonProtocol.WriteAsync(context.Response, await service.InvokeAsync(operation, request, cancellationToken), JsonProtocol.PlainContentType, cancellationToken);
    }

    /// <summary>As the errors of such services are modelled, with a capital letter. The code is in the header, and not in the body.</summary>
    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        context.Response.Headers["x-amzn-ErrorType"] = error.Code;
        return JsonProtocol.WriteAsync(context.Response, new JsonObject { ["Message"] = error.Message }, JsonProtocol.PlainContentType, cancellationToken);
    }

    private static (string Operation, JsonObject Request) Find(IRestService service, HttpRequest request)
    {
        foreach (var route in service.Routes)
        {
            if (route.Match(request) is { } members)
                return (route.Operation, members);
        }

        throw AwsErrorException.NotImplemented($"{service.SigningName} {request.Method} {request.Path}");
    }
}
