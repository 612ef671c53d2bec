using Slipway.Aws;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Pipelines;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>Says what each of the environment's services runs, since when, from which commit, and who deployed it.</summary>
public sealed class ServiceStatusReport(BuildIdentityReader identities, AwsAccess access, ResultOutput results, ITerminal console, ILog log, TimeProvider time)
{
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <param name="pauseAdvice">How a paused deployment is continued and rolled back: sentences for people.</param>
    /// <exception cref="RunFailedException">There is no way into the account.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task ShowAsync(Settings settings, string? buildNumber, string pauseAdvice, CancellationToken cancellation)
    {
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var (statuses, schedules, pipeline) = await access.AskAsync(
            settings,
            placeholders,
            async clients => (
                await Task.WhenAll(settings.Services.Select(service => ReadAsync(service.RequireService(), clients, cancellation))),
                await SchedulesAsync(settings, placeholders, clients, cancellation),
                await PipelineState.ReadAsync(clients, settings, cancellation)),
            cancellation);
        foreach (var (service, status) in settings.Services.Zip(statuses)) Write(settings.Of(service), status, TextPage.TerminalWidth, PausePoint.AdviceOn(service.Name, pauseAdvice));
        Write(settings, schedules, TextPage.TerminalWidth);
        Write(settings, pipeline, TextPage.TerminalWidth);
    }

    /// <param name="settings">About the service.</param>
    /// <param name="status">Null when there is no such service.</param>
    /// <param name="width">Of the terminal, in characters; null when there is none.</param>
    /// <param name="pauseAdvice">As of <see cref="ShowAsync"/>.</param>
    public void Write(Settings settings, ServiceStatus? status, int? width, string pauseAdvice)
    {
        var (cluster, service) = settings.Service.RequireService();
        if (results.IsJson)
        {
            var record = new StatusRecord(settings.Application, settings.Environment, settings.Region, cluster, service, Deployed: status is not null);
            results.Write(status is null ? record : record.With(status), StatusJson.Default.StatusRecord);
        }
        else if (status is not null)
        {
            new StatusText(new TextPage(console, width), time.GetUtcNow(), pauseAdvice).Write(settings, status);
        }

        if (status is null)
            log.Information("Nothing is deployed: there is no service '{0}' in cluster '{1}'. {2}=Deploy {3}={4} creates it.", service, cluster, Options.Target, Options.Environment, settings.Environment);
    }

    /// <param name="schedules">None print nothing.</param>
    /// <param name="width">Of the terminal, in characters; null when there is none.</param>
    public void Write(Settings settings, IReadOnlyList<ScheduleStatus> schedules, int? width)
    {
        if (schedules.Count == 0) return;
        if (!results.IsJson) new ScheduleText(new TextPage(console, width)).Write(schedules);
        else foreach (var schedule in schedules) results.Write(ScheduleRecord.Of(settings, schedule), StatusJson.Default.ScheduleRecord);
    }

    /// <param name="pipeline">Null prints nothing.</param>
    /// <param name="width">Of the terminal, in characters; null when there is none.</param>
    public void Write(Settings settings, PipelineState? pipeline, int? width)
    {
        if (pipeline is null) return;
        if (results.IsJson) results.Write(PipelineRecord.Of(settings, pipeline), StatusJson.Default.PipelineRecord);
        else new PipelineText(new TextPage(console, width), time.GetUtcNow()).Write(pipeline);
    }

    private static async Task<IReadOnlyList<ScheduleStatus>> SchedulesAsync(Settings settings, PlaceholderValues placeholders, AwsClients clients, CancellationToken cancellation)
    {
        var (tasks, reader, found) = (new ScheduledTasks(settings, placeholders), new ScheduleReader(clients), new List<ScheduleStatus>());
        foreach (var schedule in settings.Schedules) found.Add(await reader.StatusAsync(tasks.Of(schedule), cancellation));
        return found;
    }

    private static async Task<ServiceStatus?> ReadAsync(ServiceAddress address, AwsClients clients, CancellationToken cancellation) =>
        await DeployedService.FindAsync(clients.Ecs, address, cancellation) is { } service
            ? await new StatusReader(clients.Ecs, clients.Ecr, clients.Query(AwsService.LoadBalancing)).ReadAsync(address.Cluster, service, cancellation)
            : null;
}
