using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary>
/// Answers browsers: <c>GET /</c> by the page, and the texts that it links to. An AWS client's <c>GET /</c> is S3's ListBuckets; it is signed and
/// does not ask for HTML.
/// </summary>
internal sealed class PageProtocol(StatusPage page, IEnumerable<IPageText> texts, PageTicket ticket) : IProtocol
{
    public bool IsLogged => false;

    public bool Accepts(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !CredentialScope.IsSigned(request) && (IsPage(request) || Find(request.Path).Text is not null);

    public bool IsOpen(HttpRequest request) => ticket.IsShownBy(request);

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy = page.Policy;
        if (IsPage(context.Request))
        {
            var endpoint = $"http://{context.Request.Host}";
            var html = await page.RenderAsync(endpoint, cancellationToken);
            response.ContentType = "text/html; charset=utf-8";
            await response.WriteAsync(html.ToString(), cancellationToken);
            return;
        }

        var (text, subject) = Find(context.Request.Path);
        var content = await text!.ReadAsync(subject, cancellationToken)
            ?? throw new AwsErrorException("NotFound", $"There is no {text.Name} of '{subject}' any more.", 404);
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(content, cancellationToken);
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(error.Message + "\n", cancellationToken);
    }

    private static bool IsPage(HttpRequest request) =>
        request.Path == "/" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private (IPageText? Text, string Subject) Find(PathString path) =>
        path.Value?.Split('/', 4) is ["", "_slipway", var name, { Length: > 0 } subject] ? (texts.FirstOrDefault(text => text.Name == name), subject) : (null, "");
}
