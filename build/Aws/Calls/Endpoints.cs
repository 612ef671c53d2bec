using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal.Util;

namespace Slipway.Aws.Calls;

/// <summary>
/// Where a service answers. In this order: the settings, AWS_ENDPOINT_URL_{SERVICE}, AWS_ENDPOINT_URL, the profile's <c>services</c>
/// section, the profile's <c>endpoint_url</c>, and AWS's own host name; AWS_IGNORE_CONFIGURED_ENDPOINT_URLS skips what is between.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
/// </summary>
internal static class Endpoints
{
    /// <summary>Null when nothing overrides AWS's own host name.</summary>
    public static Uri? Override(AwsSettings settings, string serviceId)
    {
        if (settings.Endpoint is not null) return settings.Endpoint;

        try
        {
            var config = new ServiceConfig(serviceId, settings.Profile);
            var configured = config.ServiceURL;
            if (string.IsNullOrEmpty(configured) && !config.IgnoreConfiguredEndpointUrls) configured = ProfileEndpoint(settings.Profile);
            return string.IsNullOrEmpty(configured) ? null : new Uri(configured);
        }
        catch (AmazonClientException exception)
        {
            throw new AwsException(AwsFailure.Protocol, new AwsCall(serviceId, "endpoint"), "InvalidEndpoint", exception.Message, exception);
        }
    }

    public static Uri Resolve(AwsSettings settings, AwsService service, RegionEndpoint region) =>
        Override(settings, service.Id) ?? Default(service, region, new ServiceConfig(service.Id, settings.Profile));

    /// <summary>
    /// The profile's own <c>endpoint_url</c>. The SDK passes over it when the profile has a <c>services</c> section that does not name
    /// the service, where the rules say that it counts.
    /// </summary>
    private static string? ProfileEndpoint(string? profile)
    {
        if (!File.Exists(SharedCredentialsFile.DefaultConfigFilePath)) return null;

        var file = new ProfileIniFile(SharedCredentialsFile.DefaultConfigFilePath, profileMarkerRequired: true);
        var name = profile ?? DefaultAWSCredentialsIdentityResolver.GetProfileName();
        return file.TryGetSection(name, false, false, out var section, out _) ? section.GetValueOrDefault("endpoint_url") : null;
    }

    private static Uri Default(AwsService service, RegionEndpoint region, ServiceConfig config)
    {
        if (service.IsGlobal) return new Uri($"https://{service.Host}.{region.PartitionDnsSuffix}");
        var host = config switch
        {
            { UseFIPSEndpoint: true } => $"{service.SigningName}-fips",
            { UseDualstackEndpoint: true } => service.SigningName,
            _ => service.Host,
        };
        var suffix = config.UseDualstackEndpoint ? DualStackSuffix(region) : region.PartitionDnsSuffix;
        return new Uri($"https://{host}.{region.SystemName}.{suffix}");
    }

    private static string DualStackSuffix(RegionEndpoint region) =>
        region.PartitionName == "aws-cn" ? "api.amazonwebservices.com.cn" : "api.aws";
}
