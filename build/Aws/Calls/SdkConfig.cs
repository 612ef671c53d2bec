using Amazon.Runtime;

namespace Slipway.Aws.Calls;

/// <summary>What the SDK's own clients are told, so that they behave like the JSON clients.</summary>
internal static class SdkConfig
{
    public static void Apply(ClientConfig config, AwsConnection connection)
    {
        config.RegionEndpoint = connection.Region;
        // The endpoint rules are applied once, by Endpoints.
        config.IgnoreConfiguredEndpointUrls = true;
        config.HttpClientFactory = new Factory(connection);
        config.MaxErrorRetry = 0;
        config.DisableLogging = true;
    }

    private sealed class Factory(AwsConnection connection) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(connection.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
