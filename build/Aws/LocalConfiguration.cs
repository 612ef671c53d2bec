using Amazon.Runtime.CredentialManagement;

namespace Slipway.Aws;

/// <summary>What this machine's own configuration says about AWS, read without a call: environment variables and the profile in use.</summary>
public static class LocalConfiguration
{
    private const int AccountPart = 4;

    /// <summary>AWS_REGION, AWS_DEFAULT_REGION, or the profile's region; null when none is set.</summary>
    public static string? Region() => Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? Profile()?.Region?.SystemName;

    /// <summary>The account that the profile signs in to (<c>sso_account_id</c>) or whose role it takes (<c>role_arn</c>); null when it says neither.</summary>
    public static string? Account() =>
        Profile()?.Options is { } options ? options.SsoAccountId ?? options.RoleArn?.Split(':').ElementAtOrDefault(AccountPart) : null;

    private static CredentialProfile? Profile() =>
        new CredentialProfileStoreChain().TryGetProfile(Variable("AWS_PROFILE") ?? "default", out var profile) ? profile : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
