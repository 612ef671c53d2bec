using Amazon;

namespace Slipway.Aws.Calls;

/// <summary>Which region: the settings, then the SDK's own chain (environment, profile, instance).</summary>
internal static class Regions
{
    /// <summary>The region to call and to sign for.</summary>
    /// <exception cref="AwsException">of kind <see cref="AwsFailure.Region"/></exception>
    public static RegionEndpoint Resolve(AwsSettings settings)
    {
        if (!string.IsNullOrEmpty(settings.Region)) return RegionEndpoint.GetBySystemName(settings.Region);

        return new ServiceConfig("", settings.Profile).RegionEndpoint
            ?? throw new AwsException(
                AwsFailure.Region, new AwsCall("AWS", "region", ""), "NoRegion", "no region is configured.");
    }
}
