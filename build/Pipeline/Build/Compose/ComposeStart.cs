using Slipway.Docker;
using Slipway.Docker.Compose;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Yaml;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>Starts a Compose project that was built, and waits until it is up: each container runs, healthy where it has a health check, or has done its work.</summary>
/// <param name="services">Those that must be there.</param>
/// <param name="place">Where the configuration names the Compose files.</param>
public sealed class ComposeStart(ComposeCli compose, IReadOnlyCollection<string> services, Place place, ILog log, TimeProvider time)
{
    private const int LogTail = 60;
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The services that are started, with all that they need; empty for all.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <returns>All containers of the project.</returns>
    /// <exception cref="RunFailedException">Services did not start; they are named and their logs were printed. Exit code 4.</exception>
    public async Task<IReadOnlyList<ComposeContainer>> UpAsync(CancellationToken cancellation)
    {
        try
        {
            await compose.UpAsync(new() { Detach = true, Wait = true, WaitTimeout = WaitLimit, NoBuild = true, Services = Chosen }, line => log.Verbose("{0}", line), cancellation);
            return await compose.PsAsync(new() { All = true }, cancellation);
        }
        catch (ToolException failed)
        {
            return await SettleAsync(failed, cancellation);
        }
    }

    public async Task PrintLogsAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (names.Count == 0) return;
        log.Error("{0}", $"The log of {string.Join(", ", names)}:");
        foreach (var line in await compose.LogsAsync(new() { Services = names, Tail = LogTail }, cancellation)) log.Error("{0}", line);
    }

    /// <summary>
    /// Compose 2.26 takes a container with a disabled health check, or one that has done its work, for a failure. Whether the
    /// application is up is seen from its containers.
    /// </summary>
    private async Task<IReadOnlyList<ComposeContainer>> SettleAsync(ToolException failed, CancellationToken cancellation)
    {
        for (var begin = time.GetTimestamp(); ;)
        {
            var containers = await ContainersAsync(cancellation);
            var broken = containers.Where(ContainerStates.IsBroken).ToList();
            var starting = containers.Where(ContainerStates.IsStarting).ToList();
            if (broken.Count + starting.Count == 0 && services.All(service => containers.Any(container => container.Service == service))) return containers;
            if (broken.Count > 0 || starting.Count == 0 || time.GetElapsedTime(begin) > WaitLimit)
                throw await DidNotStartAsync(failed, [.. broken, .. starting], cancellation);
            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task<IReadOnlyList<ComposeContainer>> ContainersAsync(CancellationToken cancellation)
    {
        try
        {
            return await compose.PsAsync(new() { All = true }, cancellation);
        }
        catch (ToolException)
        {
            // Compose cannot read its files, and has said so when it was to start them.
            return [];
        }
    }

    private async Task<RunFailedException> DidNotStartAsync(ToolException failed, IReadOnlyList<ComposeContainer> culprits, CancellationToken cancellation)
    {
        var reason = failed.StandardError.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? failed.Message;
        if (culprits.Count == 0) return new(ExitCodes.Application, $"{place}: the Compose application did not start: {reason}.");
        var logged = culprits.Where(container => container.State != "created").Select(container => container.Service).Distinct().ToList();
        await PrintLogsAsync(logged, cancellation);
        var states = string.Join(", ", culprits.Select(ContainerStates.Describe));
        return new(ExitCodes.Application, $"{place}: the Compose application did not start: {states}. Compose says: {reason}.{(logged.Count == 0 ? "" : " Logs are above.")}");
    }
}
