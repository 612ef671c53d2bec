using Amazon.Runtime.CredentialManagement;

namespace Slipway.Aws;

/// <summary>What this machine's own configuration says about AWS, read without a call: environment variables and the profile in use.</summary>
public static class LocalConfiguration
{
    private const int AccountPart = 4;

    /// <summary>AWS_REGION, AWS_DEFAULT_REGION, or the profile's region; null when none is set.</summary>
    /// <param name="variables">The environment. The profile's files are those of this process.</param>
    public static string? Region(IReadOnlyDictionary<string, string> variables) =>
        Variable(variables, "AWS_REGION") ?? Variable(variables, "AWS_DEFAULT_REGION") ?? Profile(variables)?.Region?.SystemName;

    /// <summary>The account that the profile signs in to (<c>sso_account_id</c>) or whose role it takes (<c>role_arn</c>); null when it says neither.</summary>
    public static string? Account(IReadOnlyDictionary<string, string> variables) =>
        Profile(variables)?.Options is { } options ? options.SsoAccountId ?? options.RoleArn?.Split(':').ElementAtOrDefault(AccountPart) : null;

    private static CredentialProfile? Profile(IReadOnlyDictionary<string, string> variables) =>
        new CredentialProfileStoreChain().TryGetProfile(Variable(variables, "AWS_PROFILE") ?? "default", out var profile) ? profile : null;

    private static string? Variable(IReadOnlyDictionary<string, string> variables, string name) => variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
