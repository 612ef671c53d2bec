using System.Xml.Linq;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>The Query protocol: a form with <c>Action</c>, for the service of the signature.</summary>
internal sealed class QueryProtocol(IEnumerable<IQueryService> services, PermissionGate gate) : IProtocol
{
    private const string Ec2 = "ec2";

    private readonly Dictionary<string, IQueryService> _services = services.ToDictionary(service => service.SigningName);
    private readonly Dictionary<string, UnsupportedMembers> _unsupported = services.ToDictionary(service => service.SigningName, service => new UnsupportedMembers(service.Unsupported));

    /// <summary>For an operation that AWS has and LocalAws has not.</summary>
    public static AwsErrorException InvalidAction(string what) =>
        new("InvalidAction", $"LocalAws does not emulate {what}; run this against AWS, or leave it out with --env=local.");

    public string DeniedCode => "AccessDenied";

    public bool Accepts(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path == "/" && request.HasFormContentType;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var parameters = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        if (!parameters.TryGetValue("Action", out var action))
            throw new AwsErrorException("MissingAction", "The form has no Action.");
        var service = ServiceFor(context.Request, action);
        await gate.CheckAsync(context, action, parameters, cancellationToken);
        _unsupported[service.SigningName].Check(action, parameters);
        var result = await service.InvokeAsync(action, parameters, CredentialScope.AccessKeyOf(context.Request), cancellationToken);
        var xml = service.XmlNamespace;
        var document = new XElement(
            xml + $"{action}Response",
            new XElement(xml + $"{action}Result", result),
            new XElement(xml + "ResponseMetadata", new XElement(xml + "RequestId", context.TraceIdentifier)));
        await XmlAnswer.WriteAsync(context.Response, document, cancellationToken);
    }

    private IQueryService ServiceFor(HttpRequest request, string action)
    {
        if (!CredentialScope.IsSigned(request))
            return _services.Values.FirstOrDefault(service => service.UnsignedActions.Contains(action))
                ?? throw new AwsErrorException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var name = CredentialScope.ServiceOf(request) ?? "without a name";
        return _services.GetValueOrDefault(name) ?? throw AwsErrorException.NotImplemented($"the service {name} (operation {action})");
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        var name = CredentialScope.ServiceOf(context.Request) ?? "";
        context.Response.StatusCode = error.Status;
        var document = name == Ec2 ? Ec2Error(error, context.TraceIdentifier) : Error(error, context.TraceIdentifier, _services.GetValueOrDefault(name)?.XmlNamespace ?? XNamespace.None);
        return XmlAnswer.WriteAsync(context.Response, document, cancellationToken);
    }

    private static XElement Error(AwsErrorException error, string requestId, XNamespace xml) =>
        new(
            xml + "ErrorResponse",
            new XElement(
                xml + "Error",
                new XElement(xml + "Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(xml + "Code", error.Code),
                new XElement(xml + "Message", error.Message)),
            new XElement(xml + "RequestId", requestId));

    /// <summary>In a shape of its own, which botocore's EC2QueryParser describes.</summary>
    private static XElement Ec2Error(AwsErrorException error, string requestId) =>
        new(
            "Response",
            new XElement("Errors", new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message))),
            new XElement("RequestID", requestId));
}
