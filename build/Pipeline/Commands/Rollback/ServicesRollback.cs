using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Rollback;

/// <summary>Brings several services of an environment back to one release, which all of them have had, all or none.</summary>
/// <param name="settings">About those services.</param>
internal sealed class ServicesRollback(
    Settings settings, PlaceholderValues placeholders, AwsClients clients, Verification verification, Interruption interruption, ILog log, Paths paths, TimeProvider time)
{
    /// <param name="to">A build's number; null chooses the newest that was released before what runs.</param>
    /// <exception cref="RolloutException">There is no such release, or the services did not get there.</exception>
    /// <exception cref="RunFailedException">A service is missing (3), <paramref name="to"/> names a revision (2), or a URL does not answer (7).</exception>
    public async Task RunAsync(string? to, DeployOptions options, Func<bool> mayTakeBack, CancellationToken cancellation)
    {
        if (to is not null && ReleaseHistory.IsRevision(to))
            throw new RunFailedException(ExitCodes.Configuration, $"{Options.To}: '{to}' is the revision of one task definition, and environment '{settings.Environment}' has several services. Name a build, which all of them have, or choose the service with {Options.Service}=NAME.");
        var (build, chosen) = GroupRollbackChoice.Choose(await HistoriesAsync(cancellation), to);
        var wanted = new Dictionary<string, WantedRevision>();
        foreach (var service in settings.Services)
        {
            var revision = chosen[service.Name!];
            log.Information("{0}: going to {1}", service.Name, revision);
            var document = new TaskDefinitionDocument(revision.Document);
            var appspec = await new ServiceFiles(settings.Of(service), placeholders, paths, EnvironmentVariables.OfThisProcess()).ReadAppspecAsync(document, cancellation);
            wanted[service.Name!] = new WantedRevision(document) { Arn = revision.Arn, Appspec = appspec, Release = revision.Record, Urls = Verification.UrlsOf(settings.Verifications, placeholders) };
        }

        var checks = new PreDeploymentChecks(settings, clients, log, time);
        var steps = new GroupSteps((_, _) => Task.CompletedTask, (results, token) => VerifyAsync(build, results, token))
        {
            Companion = settings.Schedules.Any() ? new ScheduleRollout(clients, new ScheduledTasks(settings, placeholders).WantedBefore()) : null,
            MayTakeBack = mayTakeBack,
            LeaveAtOnce = interruption.LeaveAtOnce,
            KeepsOthers = settings.Deploy.OnFailure == OnFailure.Keep,
        };
        var results = await new ServicesRollout(settings, clients, log, time).RunAsync(wanted, service => checks.Of(service).RunForRollbackAsync, options, steps, cancellation);
        foreach (var (name, result) in results.Where(result => !result.Value.Followed))
            log.Warning("{0}: deployment {1} of {2} was started and continues. Nothing was verified ({3}).", name, result.DeploymentId, result.TaskDefinition, Options.NoWait);
    }

    private async Task<IReadOnlyList<GroupHistory>> HistoriesAsync(CancellationToken cancellation)
    {
        var history = new ReleaseHistory(clients.Ecs, time, new LoggedProgress(log));
        var histories = new List<GroupHistory>();
        foreach (var service in settings.Services)
        {
            var (cluster, name) = service.RequireService();
            var found = await DeployedService.RequireAsync(clients.Ecs, settings.Of(service), cancellation);
            var current = ServicePlacement.TaskDefinitionOf(found);
            var isDeployedByEcs = ((string?)found["deploymentController"]?["type"] ?? "ECS") == "ECS";
            var revisions = await history.ReadAsync(cluster, name, current, isDeployedByEcs, cancellation);
            histories.Add(new(service.Name!, current, [.. revisions.Where(revision => revision.Record?.MayBeOf(settings.Application, settings.Environment) != false)]));
        }

        return histories;
    }

    private async Task VerifyAsync(string build, IReadOnlyDictionary<string, RolloutResult> results, CancellationToken cancellation)
    {
        foreach (var service in settings.Services)
        {
            var result = results[service.Name!];
            log.Information(result.Changed ? "Service '{0}' runs {1} again, {2} tasks." : "Service '{0}' runs {1} already, {2} tasks; nothing to do.", service.EcsName, result.TaskDefinition, result.RunningCount);
        }

        log.Information("All services run build {0}.", build);
        foreach (var answer in await verification.WaitAsync(settings.Verifications, placeholders, cancellation))
            log.Information("{0} answers with {1}.", answer.Url, answer.Status);
    }
}
