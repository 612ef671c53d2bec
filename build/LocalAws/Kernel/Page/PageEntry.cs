using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary><c>GET /_slipway/page?key=KEY</c>: lets a browser see the page where the system does not tell whose the browser is.</summary>
internal sealed class PageEntry(CallerKey key, PageTicket ticket) : IProtocol
{
    public const string Path = "/_slipway/page";

    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == Path;

    public bool IsOpen(HttpRequest request) => key.Is(request.Query["key"]);

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        ticket.GiveTo(response);
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = "/";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(error.Message + "\n", cancellationToken);
    }
}
