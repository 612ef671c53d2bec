using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// The AWS of <c>--env=local</c> and of every <c>--env=local-NAME</c>, one for all of them: LocalAws is started when it does not run, and gets
/// what an account would have been given by hand. Environments of these names never reach the real AWS, whatever credentials are around.
/// </summary>
public sealed class RehearsalAws(Paths paths, TimeProvider time) : IDisposable
{
    // Any are good for LocalAws; these are signed with, so that none of the user's are. Their session token proves whose the calls are.
    internal const string Credentials = "local";

    private readonly LocalAwsProcess _process = new(paths.LocalAwsState, paths.LocalAwsSeed, paths.LocalAwsSecrets, time);

    public async Task<AwsSettings> StartAsync(Settings settings, ILog log, CancellationToken cancellation)
    {
        var endpoint = await _process.EnsureAsync(settings.Account, settings.Region, cancellation);
        log.Information("LocalAws answers at {0} (AWS_ENDPOINT_URL), its registry at {1}.", endpoint.Endpoint.ToString().TrimEnd('/'), endpoint.Registry);
        return new() { Region = settings.Region, Endpoint = endpoint.Endpoint, AccessKeyId = Credentials, SecretAccessKey = new(Credentials), SessionToken = _process.ReadKey() };
    }

    /// <returns>False when there was nothing to take down.</returns>
    public Task<bool> DownAsync(Settings settings, CancellationToken cancellation) => _process.DownAsync(settings.Account, settings.Region, cancellation);

    public void Dispose() => _process.Dispose();
}
