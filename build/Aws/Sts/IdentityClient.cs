using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Sts;

/// <summary>AWS STS: who the caller is. The call needs no permission, so it shows whether the credentials are good.</summary>
public sealed class IdentityClient
{
    private readonly AwsConnection _connection;
    private readonly Lazy<AmazonSecurityTokenServiceClient> _sts;

    internal IdentityClient(AwsConnection connection)
    {
        _connection = connection;
        _sts = new(() => SdkConfig.TokenService(connection, connection.Credentials), LazyThreadSafetyMode.PublicationOnly);
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) =>
        _connection.CallAsync(
            new AwsCall("STS", "GetCallerIdentity", "sts:GetCallerIdentity"),
            async token =>
            {
                var answer = await _sts.Value.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token);
                return new CallerIdentity(answer.Account, answer.Arn, answer.UserId);
            },
            cancellationToken);

    internal void Dispose()
    {
        if (_sts.IsValueCreated) _sts.Value.Dispose();
    }
}
