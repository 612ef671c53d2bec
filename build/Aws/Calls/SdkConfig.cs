using Amazon.Runtime;
using Amazon.SecurityToken;

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

    /// <summary>AWS STS, which goes by rules of its own to the endpoint that is configured for it.</summary>
    public static AmazonSecurityTokenServiceClient TokenService(AwsConnection connection, AWSCredentials credentials)
    {
        var config = new AmazonSecurityTokenServiceConfig();
        Apply(config, connection);
        if (Endpoints.Override(connection.Settings, "STS") is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = connection.Region.SystemName;
        }

        return new AmazonSecurityTokenServiceClient(credentials, config);
    }

    private sealed class Factory(AwsConnection connection) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(connection.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
