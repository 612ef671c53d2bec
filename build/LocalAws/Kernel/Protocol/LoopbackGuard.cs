namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// Keeps web pages out. A browser on this machine reaches loopback for any page: it sends <c>Origin</c> with a POST, and the name of
/// the page's own host when that name was made to resolve to 127.0.0.1. AWS's clients do neither.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    /// <summary>The last is what the SDKs make of the first for DiscoverInstances; no page can have it, as there is no such top level domain.</summary>
    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "[::1]", "data-127.0.0.1"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) && !request.Headers.ContainsKey("Origin"))
            return next(context);
        context.Response.StatusCode = 403;
        return context.Response.WriteAsync(
            $"LocalAws answers on 127.0.0.1 and localhost, and no web pages; this request is for '{request.Host}'.\n", context.RequestAborted);
    }
}
