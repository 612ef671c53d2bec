using Slipway.Docker;
using Slipway.Docker.Prerequisites;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// LocalAws on its own, for any AWS client: it is started and its log followed until Ctrl-C or SIGTERM, which end it; what it runs stays up. One that
/// runs already, as a deployment leaves it, is not started and not ended, only followed.
/// </summary>
public sealed class LocalAwsSession(Paths paths, DockerFactory dockers, ILog log, ITerminal console, TimeProvider time) : IDisposable
{
    private const string DefaultRegion = "us-east-1";

    private readonly LocalAwsProcess _process = new(paths.LocalAwsState, paths.LocalAwsSeed, paths.LocalAwsSecrets, time);

    /// <param name="settings">Of the environment <c>local</c>, for account and region; null where there is no configuration.</param>
    /// <exception cref="RunFailedException">It could not be started, or ended on its own.</exception>
    public async Task RunAsync(Settings? settings, CancellationToken cancellation)
    {
        var region = settings?.Region ?? DefaultRegion;
        var before = await _process.FindAsync(cancellation);
        await EnsureBaseImageAsync(cancellation);
        var endpoint = await _process.EnsureAsync(settings?.Account, region, cancellation);
        var isOurs = before?.Pid != endpoint.Pid;
        Introduce(endpoint, region, isOurs);
        try
        {
            while (true)
            {
                await FollowAsync(endpoint, cancellation);
                if (await _process.SuccessorAsync(endpoint, cancellation) is not { } successor) break;
                log.Information("Another LocalAws has taken its place, as a deployment of a newer build does; Ctrl-C ends the following only.");
                (endpoint, isOurs) = (successor, false);
            }

            log.Information("LocalAws has ended.");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LeaveAsync(endpoint, isOurs);
        }
    }

    public void Dispose() => _process.Dispose();

    /// <summary>What the registry is built from.</summary>
    private async Task EnsureBaseImageAsync(CancellationToken cancellation)
    {
        var options = new PrerequisiteOptions { WorkingDirectory = paths.Root, Time = time, Progress = line => log.Information("{0}", line) };
        await new BaseImage(dockers.Create(), options).EnsureAsync(BaseImage.DefaultReference, cancellation);
    }

    private void Introduce(LocalAwsEndpoint endpoint, string region, bool isOurs)
    {
        var url = endpoint.Endpoint.ToString().TrimEnd('/');
        foreach (var line in LocalAwsIntroduction.Lines(url, endpoint.Registry, region, isOurs, OperatingSystem.IsLinux() ? null : paths.LocalAwsState)) console.WriteLine(line);
    }

    private async Task FollowAsync(LocalAwsEndpoint endpoint, CancellationToken cancellation)
    {
        await foreach (var line in _process.FollowAsync(endpoint, cancellation)) console.WriteLine(line);
    }

    /// <summary>The signal has come: what ends now ends in its own time, which is short.</summary>
    private async Task LeaveAsync(LocalAwsEndpoint endpoint, bool isOurs)
    {
        if (!isOurs)
        {
            log.Information("LocalAws keeps running in the background. To end it and remove what it runs: {0}", LocalAwsIntroduction.Down);
            return;
        }

        await _process.StopAsync(endpoint, CancellationToken.None);
        log.Information("LocalAws has ended; its containers and its state stay for the next start. To remove them: {0}", LocalAwsIntroduction.Down);
    }
}
