namespace Slipway.Aws;

/// <summary>
/// Where and as whom to call AWS. All of it may be left out: then the AWS SDK's own chain decides (environment, profiles,
/// IAM Identity Center, web identity, container and instance roles).
/// </summary>
public sealed record AwsSettings
{
    /// <summary>Such as <c>eu-west-2</c>. Left out: AWS_REGION or AWS_DEFAULT_REGION, the profile's region, the instance's region.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared configuration files. Left out: AWS_PROFILE, or <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>One address for every service, whatever the environment and the profile say.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>With <see cref="SecretAccessKey"/>: fixed credentials, for an emulator. They go before the SDK's chain.</summary>
    public string? AccessKeyId { get; init; }

    public Secret? SecretAccessKey { get; init; }

    /// <summary>What goes with temporary ones of the fixed credentials; null for lasting ones.</summary>
    public Secret? SessionToken { get; init; }

    /// <summary>The ARN of a role to take on with the credentials that were found; null calls with these.</summary>
    public string? Role { get; init; }

    public AwsLimits Limits { get; init; } = new();
}
