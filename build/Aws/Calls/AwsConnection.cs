using Amazon;
using Amazon.Runtime;
using Polly;

namespace Slipway.Aws.Calls;

/// <summary>What all clients of one <see cref="AwsClients"/> share. Each part is made when it is first asked for.</summary>
internal sealed class AwsConnection : IDisposable
{
    private readonly Lazy<CredentialSource> _caller;
    private readonly Lazy<RoleCredentials>? _role;
    private readonly Lazy<RegionEndpoint> _region;
    private readonly Lazy<HttpMessageHandler> _handler;
    private readonly Lazy<ResiliencePipeline> _calls;
    private readonly Lazy<ResiliencePipeline> _transfers;
    private readonly bool _ownsHandler;

    public AwsConnection(AwsSettings settings, HttpMessageHandler? handler, TimeProvider timeProvider)
    {
        Settings = settings;
        Time = timeProvider;
        _ownsHandler = handler is null;
        _caller = new(() => new CredentialSource(settings));
        if (settings.Role is { } role) _role = new(() => new RoleCredentials(role, () => SdkConfig.TokenService(this, _caller.Value)));
        // Not cached when it fails, so that each call reports it.
        _region = new(() => Regions.Resolve(settings), LazyThreadSafetyMode.PublicationOnly);
        // Redirects are not followed: the second request would carry a signature that was made for the first.
        _handler = new(() => handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
        });
        var limits = settings.Limits;
        _calls = new(() => Retries.Build(limits, limits.AttemptTimeout, limits.TotalTimeout, timeProvider));
        _transfers = new(() => Retries.Build(limits, limits.TransferTimeout, limits.TransferTimeout, timeProvider));
    }

    public AwsSettings Settings { get; }

    public TimeProvider Time { get; }

    public AWSCredentials Credentials => _role is null ? _caller.Value : _role.Value;

    public RegionEndpoint Region => _region.Value;

    public HttpMessageHandler Handler => _handler.Value;

    public Task<T> CallAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        RunAsync(_calls.Value, call, attempt, cancellationToken);

    public Task<T> TransferAsync<T>(AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        RunAsync(_transfers.Value, call, attempt, cancellationToken);

    /// <summary>A session that has expired before its time (revoked, or the clock is behind) is renewed once, where there is a way to.</summary>
    private async Task<T> RunAsync<T>(ResiliencePipeline pipeline, AwsCall call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await Retries.RunAsync(pipeline, call, attempt, cancellationToken);
        }
        catch (AwsException expired) when (expired.IsExpiredSession && Renew())
        {
            return await Retries.RunAsync(pipeline, call, attempt, cancellationToken);
        }
    }

    private bool Renew()
    {
        var isRenewed = _caller.Value.Renew();
        _role?.Value.Renew();
        return isRenewed || _role is not null;
    }

    public void Dispose()
    {
        if (_caller.IsValueCreated) _caller.Value.Dispose();
        if (_ownsHandler && _handler.IsValueCreated) _handler.Value.Dispose();
    }
}
