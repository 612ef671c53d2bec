using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>What a <c>deploymentConfiguration</c> is refused with.</summary>
internal static class DeploymentErrors
{
    public static AwsErrorException InvalidParameter(string message) => new("InvalidParameterException", message);

    /// <summary>For what ECS can do and LocalAws cannot.</summary>
    public static AwsErrorException Unsupported(string what) =>
        new("UnsupportedFeatureException", $"LocalAws does not emulate {what}; run this against AWS, or leave it out with --env=local.");
}
