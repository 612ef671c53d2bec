using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Checks;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>Rolls an environment's services to a release that is written as artifacts, and checks whether the application answers, with the environment's lock held.</summary>
public sealed class VerifiedRollout(
    ReleaseDeployment deployment, PreDeploymentChecks preparation, Verification verification, EnvironmentGuard guard, Interruption interruption, Settings settings, PlaceholderValues placeholders, ILog log)
{
    /// <summary>Does nothing, and says why, where someone else rolls the service.</summary>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    /// <exception cref="RunFailedException">Another run holds the lock, or the application does not answer.</exception>
    public Task RunAsync(Release release, DeployOptions options, CancellationToken cancellation) =>
        deployment.LeftBecause is null ? guard.WhileHeldAsync(held => RunHeldAsync(release, options, held), cancellation) : RunHeldAsync(release, options, cancellation);

    /// <summary>The same for a caller that holds the lock already.</summary>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    /// <exception cref="RunFailedException">The application does not answer.</exception>
    public async Task RunHeldAsync(Release release, DeployOptions options, CancellationToken cancellation)
    {
        if (deployment.LeftBecause is { } reason)
        {
            log.Information("{0}", reason);
            return;
        }

        if (settings.Deploy.Absent is { Count: > 0 } absent) log.Information("Environment '{0}' is without {1}.", settings.Environment, string.Join(", ", absent));
        if (settings.Services.Count > 1 || settings.Deploy.Unchanged.Count > 0)
        {
            await RunAllAsync(release, options, cancellation);
            return;
        }

        var tasks = preparation.Tasks;
        var steps = new RolloutSteps((revision, token) => tasks.BeforeAsync(release.Build, options.Force, new Dictionary<string, string> { [""] = revision }, token), VerifyAsync) { Check = preparation.RunAsync, Companion = deployment.Schedules, MayTakeBack = () => !guard.IsLost, LeaveAtOnce = interruption.LeaveAtOnce };
        var result = await deployment.RollAsync(release, Verification.UrlsOf(settings.Verifications, placeholders), options, steps, cancellation);
        if (!result.Followed) log.Warning("Deployment {0} of {1} was started and continues. Nothing was verified ({2}).", result.DeploymentId, result.TaskDefinition, Options.NoWait);
        await CompleteAsync(release, options, new Dictionary<string, RolloutResult> { [""] = result }, cancellation);
    }

    /// <summary>Runs what comes last. It is no part of the roll-out: what has run cannot be taken back, so that nothing that fails or is cancelled from here on takes the services back.</summary>
    private async Task CompleteAsync(Release release, DeployOptions options, IReadOnlyDictionary<string, RolloutResult> results, CancellationToken cancellation)
    {
        if (results.Values.All(result => result.Followed))
        {
            await preparation.Tasks.AfterAsync(release.Build, options.Force, results, cancellation);
            return;
        }

        if (settings.Schedules.Any()) log.Warning("Schedules run what they ran before: they follow a deployment that is verified ({0}). Deploy again when it is complete.", Options.NoWait);
        if (settings.TasksAfter.Any()) log.Warning("{0} was not run: it follows a deployment that is verified ({1}). Deploy again when it is complete.", string.Join(", ", settings.TasksAfter.Select(task => $"'{task.Name}'")), Options.NoWait);
    }

    private async Task RunAllAsync(Release release, DeployOptions options, CancellationToken cancellation)
    {
        var tasks = preparation.Tasks;
        var steps = new GroupSteps((revisions, token) => tasks.BeforeAsync(release.Build, options.Force, revisions, token), VerifyAsync)
        {
            Companion = deployment.Schedules,
            MayTakeBack = () => !guard.IsLost,
            LeaveAtOnce = interruption.LeaveAtOnce,
            KeepsOthers = settings.Deploy.OnFailure == OnFailure.Keep,
            Build = release.Build,
            Commit = release.Commit,
            Aside = await deployment.ReadUnchangedAsync(cancellation),
        };
        var results = await deployment.RollAllAsync(release, Verification.UrlsOf(settings.Verifications, placeholders), options, preparation, steps, cancellation);
        foreach (var (name, result) in results.Where(result => !result.Value.Followed))
            log.Warning("{0}: deployment {1} of {2} was started and continues. Nothing was verified ({3}).", name, result.DeploymentId, result.TaskDefinition, Options.NoWait);
        await CompleteAsync(release, options, results, cancellation);
    }

    private async Task VerifyAsync(RolloutResult result, CancellationToken cancellation)
    {
        Say(settings.Service, result);
        await VerifyAsync(cancellation);
    }

    private async Task VerifyAsync(IReadOnlyDictionary<string, RolloutResult> results, CancellationToken cancellation)
    {
        foreach (var service in settings.Services) Say(service, results[service.Name!], "Service '{0}' is unchanged: it runs {1} already, {2} tasks; nothing to do.");
        await VerifyAsync(cancellation);
    }

    private void Say(ServiceSettings service, RolloutResult result, string unchanged = "Service '{0}' runs {1} already, {2} tasks; nothing to do.") =>
        log.Information(result.Changed ? "Service '{0}' runs {1}, {2} tasks." : unchanged, service.EcsName, result.TaskDefinition, result.RunningCount);

    private async Task VerifyAsync(CancellationToken cancellation)
    {
        foreach (var answer in await verification.WaitAsync(settings.Verifications, placeholders, cancellation))
            log.Information("Deployed: {0} answers with {1}.", answer.Url, answer.Status);
    }
}
