namespace Slipway.LocalAws.Protocol;

/// <summary>Accepts what no other protocol accepts, to say so.</summary>
internal sealed class UnknownProtocol : IProtocol
{
    public bool Accepts(HttpRequest request) => true;

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken) =>
        throw AwsErrorException.NotImplemented(
            $"the service {CredentialScope.ServiceOf(context.Request) ?? "without a name"} ({context.Request.Method} {context.Request.Path})");

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        context.Response.Headers["x-amzn-ErrorType"] = error.Code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{error.Code}: {error.Message}\n", cancellationToken);
    }
}
