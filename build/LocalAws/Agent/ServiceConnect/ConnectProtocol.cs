using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Agent.ServiceConnect;

/// <summary>The questions of the proxy of Service Connect for what it is to do, with what it has done: a text, or 204 when there is nothing new.</summary>
internal sealed class ConnectProtocol(ConnectProxy proxy) : IProtocol
{
    public const string Path = "/service-connect";

    /// <summary>It asks again and again.</summary>
    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == Path && !CredentialScope.IsSigned(request);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (TaskCalls.IsMarked(context.Request))
            throw new AwsErrorException("AccessDeniedException", "This is for the proxy of Service Connect, and not for the containers of tasks.", 403);
        if (await proxy.NextAsync(context.Request.Query["done"].ToString(), cancellationToken) is not { } wanted)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(wanted.Text, cancellationToken);
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);
}
