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
        _sts = new(() => Connect(connection), LazyThreadSafetyMode.PublicationOnly);
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

    private static AmazonSecurityTokenServiceClient Connect(AwsConnection connection)
    {
        var config = new AmazonSecurityTokenServiceConfig();
        SdkConfig.Apply(config, connection);
        if (Endpoints.Override(connection.Settings, "STS") is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = connection.Region.SystemName;
        }

        return new AmazonSecurityTokenServiceClient(connection.Credentials, config);
    }
}
