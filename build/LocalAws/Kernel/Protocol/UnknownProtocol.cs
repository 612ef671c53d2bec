namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Accepts what no other protocol accepts, to say so.</summary>
internal sealed class UnknownProtocol : IProtocol
{
    public bool Accepts(HttpRequest request) => true;

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        throw AwsErrorException.NotImplemented(
            $"the service {CredentialScope.ServiceOf(context.Request) ?? "without a name"} ({context.Request.Method} {context.Request.Path})");

    /// <summary>As the REST and JSON protocol does: most services that are not there speak it.</summary>
    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);
}
