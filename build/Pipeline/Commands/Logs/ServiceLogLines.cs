using Slipway.Aws;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Polling;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>Shows what the containers of the environment's service write.</summary>
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
        var (cluster, service) = settings.Deploy.RequireService();
        await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var logs = new ServiceLogs(clients.Ecs, clients.LogsIn, cluster, service, time.GetUtcNow() - since);
        var tasks = await logs.FindTasksAsync(cancellation);
        log.Information("Service '{0}' in cluster '{1}': {2} task{3}, running or stopped lately.", service, cluster, tasks, tasks == 1 ? "" : "s");
        var lines = await ShowAsync(logs, cancellation);
        if (follow) await FollowAsync(logs, cancellation);
        return lines;
    }

    private async Task FollowAsync(ServiceLogs logs, CancellationToken cancellation)
    {
        var endurance = new OutageTolerance(time, TroubleLimit);
        for (var reading = 1; ; reading++)
        {
            await Task.Delay(Interval, time, cancellation);
            try
            {
                if (reading % ReadingsForATaskList == 0) await logs.FindTasksAsync(cancellation);
                await ShowAsync(logs, cancellation);
                endurance.Recover();
            }
            catch (AwsException failure) when (endurance.Allows(failure))
            {
                log.Warning("Asking again: {0}", failure.Message);
            }
        }
    }

    private async Task<int> ShowAsync(ServiceLogs logs, CancellationToken cancellation)
    {
        var (lines, remarks) = await logs.ReadAsync(cancellation);
        foreach (var remark in remarks) log.Warning("{0}", remark);
        foreach (var line in lines) output.Report(line);
        return lines.Count;
    }

    private static string Words(TimeSpan since) => since.TotalMinutes >= 1 ? $"{since.TotalMinutes:0.#} minutes" : $"{since.TotalSeconds:0} seconds";
}
