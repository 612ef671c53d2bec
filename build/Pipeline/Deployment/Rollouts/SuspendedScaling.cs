using Slipway.Aws;
using Slipway.Ecs.Scaling;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The scaling of those services whose settings want it suspended while they are deployed.</summary>
/// <param name="settings">About the services that are deployed.</param>
internal sealed class SuspendedScaling(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>For all of them, also after a deployment that was cancelled.</summary>
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<ScalingPause> _pauses = [.. settings.Services.Where(service => service.SuspendsScaling).Select(service => PauseOf(service.RequireService(), aws, log, time))];

    /// <summary>Rolls services with their scaling suspended from just before the first is moved, and restored on every way out.</summary>
    /// <param name="follows">Whether this run waits for the end; else nobody would restore what it suspends.</param>
    /// <param name="mayTakeBack">Whether the services are still this run's when it ends.</param>
    /// <param name="roll">Gets what suspends.</param>
    public async Task<T> WhileAsync<T>(bool follows, Func<bool> mayTakeBack, Func<Func<CancellationToken, Task>, Task<T>> roll)
    {
        try
        {
            return await roll(follows ? SuspendAsync : Leave);
        }
        finally
        {
            // Whoever has the environment now finds what is noted on the services.
            if (mayTakeBack()) await RestoreAsync();
        }
    }

    private async Task SuspendAsync(CancellationToken cancellation)
    {
        foreach (var pause in _pauses) await pause.SuspendAsync(cancellation);
    }

    private Task Leave(CancellationToken cancellation)
    {
        if (_pauses.Count > 0) log.Warning("Scaling is not suspended: nobody would restore it when the deployment has ended ({0}).", Options.NoWait);
        return Task.CompletedTask;
    }

    private async Task RestoreAsync()
    {
        if (_pauses.Count == 0) return;
        using var limit = new CancellationTokenSource(RestoreLimit, time);
        await Task.WhenAll(_pauses.Select(pause => pause.RestoreAsync(limit.Token)));
    }

    private static ScalingPause PauseOf(ServiceAddress address, AwsClients aws, ILog log, TimeProvider time) => new(aws, address.Cluster, address.Service, new TimedProgress(log, time));
}
