using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Continuation;

/// <summary>
/// Continues a paused deployment of the environment's service, or rolls it back, and follows it; one that arrives takes its schedules along. That needs no lock: the run
/// that deploys may hold it and wait for just this. The tasks that come last are run with the lock, or left to the run that has it.
/// </summary>
public sealed class ReleaseContinuation(BuildIdentityReader identities, AwsAccess access, Verification verification, ILog log, TimeProvider time)
{
    /// <param name="rollsBack">The service goes back to what it ran before.</param>
    /// <exception cref="RolloutException">Nothing is paused, or the service did not get there, or its schedules did not.</exception>
    /// <exception cref="RunFailedException">There is no such service (3), or a URL does not answer, or a task of the release failed (7).</exception>
    public async Task RunAsync(Settings settings, string? buildNumber, bool rollsBack, DeployOptions options, CancellationToken cancellation)
    {
        _ = settings.Service.RequireService();
        var identity = await identities.ReadAsync(buildNumber, cancellation);
        var placeholders = PlaceholderValues.For(settings, identity);
        await access.AskAsync(
            settings,
            placeholders,
            async clients =>
            {
                var result = await RunAsync(settings, placeholders, clients, rollsBack, options, cancellation);
                if (!rollsBack && result.Followed) await new LastTasks(settings, clients, Guard(settings, placeholders, clients, identity), log, time).RunAsync(result, cancellation);
                return result;
            },
            cancellation);
    }

    private async Task<RolloutResult> RunAsync(Settings settings, PlaceholderValues placeholders, AwsClients clients, bool rollsBack, DeployOptions options, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var revision = new TaskDefinitionDocument((await clients.Ecs.DescribeTaskDefinitionAsync(ServicePlacement.TaskDefinitionOf(service), cancellation)).Document);
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, (result, token) => VerifyAsync(settings, placeholders, result, rollsBack, token))
        {
            Companion = !IsPart(settings) && settings.Schedules.Any() ? new ScheduleRollout(clients, new ScheduledTasks(settings, placeholders).Wanted(_ => revision)) : null,
        };
        var result = await new ServiceRollout(settings, clients, log, time).ContinueAsync(revision, rollsBack, options, steps, cancellation);
        if (!result.Followed) log.Warning("Deployment {0} was {1}, and nothing was verified ({2}).", result.DeploymentId, rollsBack ? "told to roll back" : "continued", Options.NoWait);
        if (!rollsBack && settings.Schedules.Any() && (!result.Followed || IsPart(settings)))
            log.Warning("Schedules run what they ran before: they follow a release that is verified. {0}=Deploy brings them to what the {1}.", Options.Target, IsPart(settings) ? "services run" : "service runs");
        return result;
    }

    /// <summary>Whether the release is more than the service.</summary>
    internal static bool IsPart(Settings settings) => settings.Deploy.Aside.Count > 0;

    private EnvironmentGuard Guard(Settings settings, PlaceholderValues placeholders, AwsClients clients, BuildIdentity identity) =>
        new(clients.Objects, LockLocation.Find(settings, placeholders), settings, LockOwner.Of(EnvironmentVariables.OfThisProcess(), identity), TimeSpan.Zero, log, time);

    private async Task VerifyAsync(Settings settings, PlaceholderValues placeholders, RolloutResult result, bool rolledBack, CancellationToken cancellation)
    {
        log.Information(rolledBack ? "Service '{0}' runs {1} again, {2} tasks." : "Service '{0}' runs {1}, {2} tasks.", settings.Service.EcsName, result.TaskDefinition, result.RunningCount);
        foreach (var answer in await verification.WaitAsync(settings.Verifications, placeholders, cancellation))
            log.Information("{0} answers with {1}.", answer.Url, answer.Status);
    }
}
