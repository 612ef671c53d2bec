using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Slipway.Aws.Calls;

/// <summary>
/// The caller's credentials, found when the first request is signed: fixed ones, or the SDK's chain. The chain caches what it finds and
/// renews it before it expires, so this holds nothing itself.
/// </summary>
internal sealed class CredentialSource(AwsSettings settings) : AWSCredentials, IDisposable
{
    private static readonly AwsCall Call = new("AWS", "credentials", "");

    private readonly Lazy<DefaultAWSCredentialsIdentityResolver> _chain = new();

    private readonly BasicAWSCredentials? _fixed = settings is { AccessKeyId: { } id, SecretAccessKey: { } key }
        ? new BasicAWSCredentials(id, key.Reveal())
        : null;

    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return (_fixed ?? _chain.Value.ResolveIdentity(Config())).GetCredentials();
        }
        catch (Exception exception) when (exception is AmazonClientException or InvalidOperationException or ArgumentException)
        {
            throw NotFound(exception);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            AWSCredentials found = _fixed is not null ? _fixed : await _chain.Value.ResolveIdentityAsync(Config());
            return await found.GetCredentialsAsync();
        }
        catch (Exception exception) when (exception is AmazonClientException or InvalidOperationException or ArgumentException)
        {
            throw NotFound(exception);
        }
    }

    public void Dispose()
    {
        if (_chain.IsValueCreated) _chain.Value.Dispose();
    }

    private ServiceConfig Config() => new("", settings.Profile);

    private AwsException NotFound(Exception cause)
    {
        var where = settings.Profile is { } profile ? $"for the AWS profile '{profile}'" : "in the environment, the AWS profiles or the machine's role";
        return new AwsException(AwsFailure.Credentials, Call, "NoCredentials", $"no usable credentials {where}.", cause);
    }
}
