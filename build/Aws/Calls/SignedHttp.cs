using Amazon;
using Amazon.Runtime.Signing;

namespace Slipway.Aws.Calls;

/// <summary>An HTTP client whose requests to one service are signed.</summary>
internal static class SignedHttp
{
    public static HttpClient Connect(AwsConnection connection, AwsService service)
    {
        var region = service.IsGlobal ? RegionEndpoint.USEast1 : connection.Region;
        return new(new SigV4SigningHandler(connection.Credentials, region, service.SigningName, connection.Handler), disposeHandler: false)
        {
            BaseAddress = Endpoints.Resolve(connection.Settings, service, connection.Region),
            // Time-outs are the retries' business.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
