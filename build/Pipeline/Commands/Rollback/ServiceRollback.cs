using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Rollback;

/// <summary>Brings the environment's services back to what was released before, by the records on the revisions of its task definition.</summary>
public sealed class ServiceRollback(LockedEnvironment environment, Verification verification, Interruption interruption, ILog log, Paths paths, TimeProvider time)
{
    /// <param name="to">A build's number, that of a revision, <c>family:revision</c> or an ARN; null leaves the choice to the records.</param>
    /// <exception cref="RolloutException">There is nothing to go back to, or the service did not get there.</exception>
    /// <exception cref="RunFailedException">There is no such service (3), someone else deploys (8), or a URL does not answer (7).</exception>
    public Task RunAsync(Settings settings, string? buildNumber, string? to, DeployOptions options, CancellationToken cancellation) =>
        environment.UseAsync(
            settings, buildNumber, options.LockWait, (clients, placeholders, guard, held) => settings.Services.Count > 1
                ? new ServicesRollback(settings, placeholders, clients, verification, interruption, log, paths, time).RunAsync(to, options, () => !guard.IsLost, held)
                : RunAsync(settings, placeholders, clients, to, options, () => !guard.IsLost, held),
            cancellation);

    private async Task RunAsync(Settings settings, PlaceholderValues placeholders, AwsClients clients, string? to, DeployOptions options, Func<bool> mayTakeBack, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var current = ServicePlacement.TaskDefinitionOf(service);
        var chosen = await ChooseAsync(settings, clients.Ecs, service, current, to, cancellation);
        log.Information("Going back from {0} to {1}", RevisionName.Of(current), chosen);
        var document = new TaskDefinitionDocument(chosen.Document);
        var appspec = await new ServiceFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess()).ReadAppspecAsync(document, cancellation);
        var preparation = new PreDeploymentChecks(settings, clients, log, time);
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, (result, token) => VerifyAsync(settings, placeholders, result, token))
        {
            Check = preparation.RunForRollbackAsync,
            Companion = settings.Schedules.Any() ? new ScheduleRollout(clients, new ScheduledTasks(settings, placeholders).WantedBefore()) : null,
            MayTakeBack = mayTakeBack,
            LeaveAtOnce = interruption.LeaveAtOnce,
        };
        var wanted = new WantedRevision(document) { Arn = chosen.Arn, Appspec = appspec, Release = chosen.Record, Urls = Verification.UrlsOf(settings.Verifications, placeholders) };
        var result = await new ServiceRollout(settings, clients, log, time).RunAsync(wanted, options, steps, cancellation);
        if (!result.Followed) log.Warning("Deployment {0} of {1} was started and continues. Nothing was verified ({2}).", result.DeploymentId, result.TaskDefinition, Options.NoWait);
    }

    private async Task<RecordedRevision> ChooseAsync(Settings settings, EcsClient ecs, JsonObject service, string current, string? to, CancellationToken cancellation)
    {
        var history = new ReleaseHistory(ecs, time, new LoggedProgress(log));
        if (to is not null && ReleaseHistory.IsRevision(to))
        {
            var named = await history.ReadAsync(to, cancellation);
            if (named.Record?.MayBeOf(settings.Application, settings.Environment) == false)
                log.Warning("{0} was registered for environment '{1}' of application '{2}'; it runs here as it is.", named.Name, named.Record.Environment, named.Record.Application);
            return named;
        }

        var address = settings.Service.RequireService();
        var isDeployedByEcs = ((string?)service["deploymentController"]?["type"] ?? "ECS") == "ECS";
        var revisions = await history.ReadAsync(address.Cluster, address.Service, current, isDeployedByEcs, cancellation);
        return RollbackChoice.Choose([.. revisions.Where(revision => revision.Record?.MayBeOf(settings.Application, settings.Environment) != false)], current, to);
    }

    private async Task VerifyAsync(Settings settings, PlaceholderValues placeholders, RolloutResult result, CancellationToken cancellation)
    {
        log.Information(result.Changed ? "Service '{0}' runs {1} again, {2} tasks." : "Service '{0}' runs {1} already, {2} tasks; nothing to do.", settings.Service.EcsName, result.TaskDefinition, result.RunningCount);
        foreach (var answer in await verification.WaitAsync(settings.Verifications, placeholders, cancellation))
            log.Information("{0} answers with {1}.", answer.Url, answer.Status);
    }
}
