using Amazon.Runtime.Signing;

namespace Slipway.Aws.Calls;

/// <summary>Signs a request that something else sends.</summary>
internal static class SignedHeaders
{
    /// <summary>
    /// The headers that a GET of a WebSocket's URL has to have. A plus in the query is signed as a blank, as the plugin of Session Manager does
    /// (<c>src/communicator/websocketchannel.go</c>); that AWS counts it so is not confirmed.
    /// </summary>
    /// <param name="url"><c>wss</c> or <c>ws</c>.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OfWebSocketAsync(AwsConnection connection, AwsService service, Uri url, CancellationToken cancellationToken)
    {
        var signed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        using var http = new HttpClient(new SigV4SigningHandler(connection.Credentials, connection.Region, service.SigningName, new Keeper(signed)));
        var address = new UriBuilder(url) { Scheme = url.Scheme == Uri.UriSchemeWss ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, Query = url.Query.Replace("+", "%20", StringComparison.Ordinal) };
        using var _ = await http.GetAsync(address.Uri, cancellationToken);
        return signed;
    }

    /// <summary>Keeps the headers and sends nothing.</summary>
    private sealed class Keeper(Dictionary<string, string> headers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach (var (name, values) in request.Headers.NonValidated)
            {
                if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase)) headers[name] = values.ToString();
            }

            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
