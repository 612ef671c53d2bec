using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Slipway.Aws.Calls;

/// <summary>Which region: the settings, then the SDK's own chain (environment, profile, instance).</summary>
internal static class Regions
{
    /// <summary>The region to call and to sign for.</summary>
    /// <exception cref="AwsException">of kind <see cref="AwsFailure.Region"/></exception>
    public static RegionEndpoint Resolve(AwsSettings settings)
    {
        if (!string.IsNullOrEmpty(settings.Region)) return RegionEndpoint.GetBySystemName(settings.Region);

        return OfProfile(settings.Profile)
            ?? FallbackRegionFactory.GetRegionEndpoint()
            ?? throw new AwsException(
                AwsFailure.Region, new AwsCall("AWS", "region"), "NoRegion", "no region is configured.");
    }

    /// <summary>The SDK's chain knows AWS_PROFILE's region; the settings' profile stands in the same place, after the environment.</summary>
    private static RegionEndpoint? OfProfile(string? profile)
    {
        if (profile is null || IsSet("AWS_REGION") || IsSet("AWS_DEFAULT_REGION")) return null;

        return new CredentialProfileStoreChain().TryGetProfile(profile, out var found) ? found.Region : null;
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}
