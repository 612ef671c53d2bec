using Microsoft.Extensions.Primitives;
using Slipway.LocalAws.Ecr.Registry;

namespace Slipway.LocalAws.Ecr.Front;

/// <summary>Passes a request on to the registry as it is, and its answer back; neither is kept in memory.</summary>
internal sealed class RegistryForwarder : IDisposable
{
    /// <summary>Those of one connection: RFC 9110, 7.6.1.</summary>
    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <exception cref="HttpRequestException">The registry does not answer; nothing was written yet.</exception>
    public async Task ForwardAsync(HttpContext context, RegistryAddress address)
    {
        using var request = Copy(context.Request, address);
        using var answer = await _http.SendAsync(request, context.RequestAborted);
        if (!answer.Headers.Contains(RegistryApi.VersionHeader))
            throw new HttpRequestException($"What answers at {address.Host} is no registry.");
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !IsOfTheConnection(header.Key)))
            context.Response.Headers[name] = new StringValues([.. values]);
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Copy(HttpRequest from, RegistryAddress address)
    {
        var request = new HttpRequestMessage(new(from.Method), $"http://{address.Host}{from.Path.ToUriComponent()}{from.QueryString}");
        if (from.ContentLength is > 0 || from.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(from.Body);
        // The host among them, from which the registry makes the addresses of its answers.
        foreach (var (name, values) in from.Headers.Where(header => !IsOfTheConnection(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return request;
    }

    private static bool IsOfTheConnection(string header) => OfTheConnection.Contains(header, StringComparer.OrdinalIgnoreCase);
}
