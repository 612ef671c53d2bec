using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Slipway.Aws.Calls;

/// <summary>
/// The caller's credentials, found when the first request is signed: fixed ones, or the SDK's chain. The chain caches what it finds and
/// renews it before it expires and when a file that it came from has changed, so this holds nothing itself.
/// </summary>
internal sealed class CredentialSource(AwsSettings settings) : AWSCredentials, IDisposable
{
    private static readonly AwsCall Call = new("AWS", "credentials");

    private readonly Lazy<DefaultAWSCredentialsIdentityResolver> _chain = new();

    private readonly AWSCredentials? _fixed = settings switch
    {
        { AccessKeyId: { } id, SecretAccessKey: { } key, SessionToken: { } token } => new SessionAWSCredentials(id, key.Reveal(), token.Reveal()),
        { AccessKeyId: { } id, SecretAccessKey: { } key } => new BasicAWSCredentials(id, key.Reveal()),
        _ => null,
    };

    /// <summary>What the chain found last.</summary>
    private AWSCredentials? _found;

    public override ImmutableCredentials GetCredentials()
    {
        if (_fixed is not null) return _fixed.GetCredentials();

        AWSCredentials? found = null;
        try
        {
            _found = found = _chain.Value.ResolveIdentity(Config());
            return found.GetCredentials();
        }
        catch (Exception exception) when (IsOfTheChain(exception))
        {
            throw found is null ? NotFound(exception) : Unusable(exception);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        if (_fixed is not null) return await _fixed.GetCredentialsAsync();

        AWSCredentials? found = null;
        try
        {
            _found = found = await _chain.Value.ResolveIdentityAsync(Config());
            return await found.GetCredentialsAsync();
        }
        catch (Exception exception) when (IsOfTheChain(exception))
        {
            throw found is null ? NotFound(exception) : Unusable(exception);
        }
    }

    /// <summary>Has the next request look where the credentials come from, whatever time they still seemed to have.</summary>
    /// <returns>False for credentials that nobody renews, such as those of the environment.</returns>
    public bool Renew()
    {
        if (_found is not RefreshingAWSCredentials renewable) return false;

        renewable.ClearCredentials();
        return true;
    }

    public void Dispose()
    {
        if (_chain.IsValueCreated) _chain.Value.Dispose();
    }

    private ServiceConfig Config() => new("", settings.Profile);

    /// <summary>What its links throw: the SDK's own kinds, and .NET's for files and settings that they cannot read.</summary>
    private static bool IsOfTheChain(Exception exception) =>
        exception is AmazonClientException or AmazonServiceException or ProcessAWSCredentialException
            or InvalidOperationException or ArgumentException or IOException;

    private AwsException NotFound(Exception cause) =>
        ProfileProblem.Named(settings.Profile) is { } profile
            ? OfProfile(profile, cause) ?? Failed("NoCredentials", $"the AWS profile '{profile}' gives none: {cause.Message}", cause)
            // The chain's own message lists every link's reason over many lines; it is the inner exception.
            : Failed("NoCredentials", "none in the environment, the AWS profiles or the machine's role.", cause);

    private AwsException Unusable(Exception cause) =>
        (ProfileProblem.Named(settings.Profile) is { } profile ? OfProfile(profile, cause) : null)
        ?? Failed("CredentialsUnusable", $"they were found, and cannot be used: {Reasons(cause)}", cause);

    private static AwsException? OfProfile(string profile, Exception cause) =>
        ProfileProblem.Of(profile, Reasons(cause)) is { } problem ? Failed("ProfileUnusable", problem, cause) : null;

    /// <summary>The links wrap what went wrong: "could not load the token" around "no such file".</summary>
    private static string Reasons(Exception? cause)
    {
        var reasons = new List<string>();
        for (; cause is not null; cause = cause.InnerException)
        {
            if (!reasons.Contains(cause.Message)) reasons.Add(cause.Message);
        }

        return string.Join(' ', reasons);
    }

    private static AwsException Failed(string code, string message, Exception cause) =>
        new(AwsFailure.Credentials, Call, code, message, cause);
}
