using Amazon.Runtime.CredentialManagement;

namespace Slipway.Aws.Calls;

/// <summary>Why the AWS profile in use gives no credentials, and what to do, as far as the configuration files tell.</summary>
internal static class ProfileProblem
{
    /// <summary>The profile that is asked for, by the settings or the environment; null where none is named.</summary>
    public static string? Named(string? profile) => (profile ?? Environment.GetEnvironmentVariable("AWS_PROFILE")) is { Length: > 0 } name ? name : null;

    /// <param name="reasons">What the SDK says.</param>
    /// <returns>Sentences; null where the files tell nothing.</returns>
    public static string? Of(string profile, string reasons)
    {
        var chain = new CredentialProfileStoreChain();
        var seen = new HashSet<string>();
        // A role's credentials are taken with those of its source_profile, which may be a role's too.
        for (var (name, user) = (profile, (string?)null); seen.Add(name);)
        {
            if (!chain.TryGetProfile(name, out var found)) return Missing(name, user, chain);
            if (Of(name, found.Options, reasons) is { } problem) return problem;
            if (found.Options.SourceProfile is not { Length: > 0 } source) return null;
            (name, user) = (source, name);
        }

        return null;
    }

    private static string Missing(string name, string? user, CredentialProfileStoreChain chain)
    {
        var known = chain.ListProfiles().Select(profile => profile.Name).Distinct().ToList();
        var there = known.Count == 0 ? "there is none" : $"there are: {string.Join(", ", known)}";
        return user is null
            ? $"no AWS profile '{name}' is in the configuration files ({there}). Correct AWS_PROFILE, or write the profile (aws configure --profile {name})."
            : $"the AWS profile '{user}' takes its credentials from profile '{name}', which is not in the configuration files ({there}). Correct 'source_profile' of '{user}', or write the profile (aws configure --profile {name}).";
    }

    private static string? Of(string name, CredentialProfileOptions options, string reasons) => options switch
    {
        { MfaSerial: { Length: > 0 } device } =>
            $"the AWS profile '{name}' needs a code of the MFA device {device}, which Slipway cannot ask for. Export a session before: eval \"$(aws configure export-credentials --profile {name} --format env)\".",
        { SsoAccountId: { Length: > 0 } } or { SsoSession: { Length: > 0 } } => $"the AWS profile '{name}' is not signed in, or its session is over ({reasons}). Sign in: aws sso login --profile {name}.",
        { CredentialProcess: { Length: > 0 } } => $"the credential_process of the AWS profile '{name}' failed: {reasons} Run that command by hand, and correct it.",
        _ => null,
    };
}
