using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Polling;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>Shows what the containers of the environment's services write.</summary>
public sealed class ServiceLogLines(BuildIdentityReader identities, AwsAccess access, LogOutput output, ILog log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TroubleLimit = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks for tasks that were started since.</summary>
    private const int ReadingsForATaskList = 5;

    /// <summary>ECS forgets a task about then.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <param name="since">How far back.</param>
    /// <param name="follow">Continue until cancelled.</param>
    /// <exception cref="RunFailedException">There is no such service, or no way into the account.</exception>
    /// <exception cref="AwsException">AWS refused a call, or did not answer for minutes.</exception>
    public async Task ShowAsync(Settings settings, string? buildNumber, TimeSpan since, bool follow, CancellationToken cancellation)
    {
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var lines = await access.AskAsync(settings, placeholders, clients => ShowAsync(settings, clients, since, follow, cancellation), cancellation);
        if (lines == 0) log.Information("The service's containers wrote nothing in the last {0}.", Words(since));
        if (since > Memory) log.Information("ECS forgets a task about an hour after it stopped: the lines of those are not here, but still in CloudWatch Logs.");
    }

    private async Task<int> ShowAsync(Settings settings, AwsClients clients, TimeSpan since, bool follow, CancellationToken cancellation)
    {
        var all = new List<(string? Name, ServiceLogs Logs)>();
        var from = time.GetUtcNow() - since;
        foreach (var one in settings.Services)
        {
            var (cluster, service) = one.RequireService();
            await DeployedService.RequireAsync(clients.Ecs, settings.Of(one), cancellation);
            var logs = new ServiceLogs(clients.Ecs, clients.LogsIn, cluster, service, from);
            var tasks = await logs.FindTasksAsync(cancellation);
            log.Information("Service '{0}' in cluster '{1}': {2} task{3}, running or stopped lately.", service, cluster, tasks, tasks == 1 ? "" : "s");
            all.Add((settings.Services.Count > 1 ? one.Name : null, logs));
        }

        var lines = await ShowAsync(all, cancellation);
        if (follow) await FollowAsync(all, cancellation);
        return lines;
    }

    private async Task FollowAsync(IReadOnlyList<(string? Name, ServiceLogs Logs)> all, CancellationToken cancellation)
    {
        var endurance = new OutageTolerance(time, TroubleLimit);
        for (var reading = 1; ; reading++)
        {
            await Task.Delay(Interval, time, cancellation);
            try
            {
                if (reading % ReadingsForATaskList == 0) await Task.WhenAll(all.Select(one => one.Logs.FindTasksAsync(cancellation)));
                await ShowAsync(all, cancellation);
                endurance.Recover();
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                log.Warning("Asking again: {0}", failure.Message);
            }
        }
    }

    /// <summary>What is new, of all services in the order of time.</summary>
    private async Task<int> ShowAsync(IReadOnlyList<(string? Name, ServiceLogs Logs)> all, CancellationToken cancellation)
    {
        var lines = new List<(string? Name, LogLine Line)>();
        foreach (var (name, logs) in all)
        {
            var (found, remarks) = await logs.ReadAsync(cancellation);
            foreach (var remark in remarks) log.Warning("{0}", remark);
            lines.AddRange(found.Select(line => (name, line)));
        }

        foreach (var (name, line) in all.Count > 1 ? lines.OrderBy(one => one.Line.Time) : lines.AsEnumerable()) output.Report(line, name);
        return lines.Count;
    }

    private static string Words(TimeSpan since) => since.TotalMinutes >= 1 ? $"{since.TotalMinutes:0.#} minutes" : $"{since.TotalSeconds:0} seconds";
}
