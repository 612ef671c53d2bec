using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Slipway.Aws.Calls;

/// <summary>
/// The SDK's configuration of a service that has no SDK package here. Its base class knows the rules for endpoints, profiles and
/// regions in the environment and in the shared configuration files; this only names the service.
/// </summary>
internal sealed class ServiceConfig : ClientConfig
{
    public ServiceConfig(string serviceId, string? profile)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard }]))
    {
        ServiceId = serviceId;
        if (profile is not null) Profile = new Profile(profile);
    }

    public override string ServiceVersion => "";

    public override string UserAgent => "slipway";

    public override string RegionEndpointServiceName => ServiceId;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        throw new NotSupportedException("The endpoint of a service without an SDK package is found by Endpoints.Resolve.");
}
