using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Sts;

/// <summary>AWS STS: who the caller is. The call needs no permission, so it shows whether the credentials are good.</summary>
public sealed class IdentityClient
{
    private static readonly AwsService Service = new("STS", "sts", "sts", "2011-06-15");

    private readonly AwsConnection _connection;
    private readonly Lazy<AmazonSecurityTokenServiceClient> _sts;

    internal IdentityClient(AwsConnection connection)
    {
        _connection = connection;
        _sts = new(() => SdkConfig.TokenService(connection, connection.Credentials), LazyThreadSafetyMode.PublicationOnly);
    }

    public Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken) =>
        _connection.CallAsync(
            new AwsCall("STS", "GetCallerIdentity"),
            async token =>
            {
                var answer = await _sts.Value.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token);
                return new CallerIdentity(answer.Account, answer.Arn, answer.UserId);
            },
            cancellationToken);

    /// <summary>AWS's own time, from an answer that needs no credentials; null when the answer does not tell. To the second.</summary>
    public Task<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken) => _connection.CallAsync(
        new AwsCall("STS", "clock"),
        async token =>
        {
            using var http = new HttpClient(_connection.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            using var answer = await http.GetAsync(Endpoints.Resolve(_connection.Settings, Service, _connection.Region), HttpCompletionOption.ResponseHeadersRead, token);
            return answer.Headers.Date;
        },
        cancellationToken);

    internal void Dispose()
    {
        if (_sts.IsValueCreated) _sts.Value.Dispose();
    }
}
