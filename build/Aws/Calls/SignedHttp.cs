using Amazon;
using Amazon.Runtime.Signing;

namespace Slipway.Aws.Calls;

/// <summary>An HTTP client whose requests to one service are signed.</summary>
internal static class SignedHttp
{
    /// <param name="other">Another region than the connection's.</param>
    public static HttpClient Connect(AwsConnection connection, AwsService service, RegionEndpoint? other = null)
    {
        var region = service.IsGlobal ? RegionEndpoint.USEast1 : other ?? connection.Region;
        return new(new SigV4SigningHandler(connection.Credentials, region, service.SigningName, connection.Handler), disposeHandler: false)
        {
            BaseAddress = Endpoints.Resolve(connection.Settings, service, other ?? connection.Region),
            // Time-outs are the retries' business.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
