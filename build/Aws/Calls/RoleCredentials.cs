using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Slipway.Aws.Calls;

/// <summary>The credentials of a role that the caller takes on, renewed before they expire. AWS STS, AssumeRole.</summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private const string Session = "slipway";

    private readonly AwsCall _call;
    private readonly string _role;
    private readonly Func<AmazonSecurityTokenServiceClient> _connect;

    /// <param name="connect">A client that calls as the caller that takes the role on.</param>
    public RoleCredentials(string role, Func<AmazonSecurityTokenServiceClient> connect)
    {
        _call = new("STS", "AssumeRole", role);
        _role = role;
        _connect = connect;
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    /// <summary>Forgets the session, so that the next request takes the role on anew.</summary>
    public void Renew() => ClearCredentials();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            using var sts = _connect();
            var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = _role, RoleSessionName = Session });
            return new(answer.Credentials.GetCredentials(), answer.Credentials.Expiration!.Value);
        }
        catch (Exception refused) when (Errors.Translates(refused, CancellationToken.None))
        {
            throw Errors.Translate(_call, refused);
        }
    }

    // The SDK signs synchronously nowhere here; its base class asks for both.
    protected override CredentialsRefreshState GenerateNewCredentials() => Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();
}
