using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Continuation;

/// <summary>
/// Continues a paused deployment of the environment's service, or rolls it back, and follows it. It needs no lock: the run that deploys may hold it and wait
/// for just this.
/// </summary>
public sealed class ReleaseContinuation(BuildIdentityReader identities, AwsAccess access, Verification verification, ILog log, TimeProvider time)
{
    /// <param name="rollsBack">The service goes back to what it ran before.</param>
    /// <exception cref="RolloutException">Nothing is paused, or the service did not get there.</exception>
    /// <exception cref="RunFailedException">There is no such service (3), or a URL does not answer (7).</exception>
    public async Task RunAsync(Settings settings, string? buildNumber, bool rollsBack, DeployOptions options, CancellationToken cancellation)
    {
        _ = settings.Service.RequireService();
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        await access.AskAsync(settings, placeholders, async clients => await RunAsync(settings, placeholders, clients, rollsBack, options, cancellation), cancellation);
    }

    private async Task<RolloutResult> RunAsync(Settings settings, PlaceholderValues placeholders, AwsClients clients, bool rollsBack, DeployOptions options, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var revision = await clients.Ecs.DescribeTaskDefinitionAsync(ServicePlacement.TaskDefinitionOf(service), cancellation);
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, (result, token) => VerifyAsync(settings, placeholders, result, rollsBack, token));
        var result = await new ServiceRollout(settings, clients, log, time).ContinueAsync(new TaskDefinitionDocument(revision.Document), rollsBack, options, steps, cancellation);
        if (!result.Followed) log.Warning("Deployment {0} was {1}, and nothing was verified ({2}).", result.DeploymentId, rollsBack ? "told to roll back" : "continued", Options.NoWait);
        if (!rollsBack && settings.Schedules.Any()) log.Warning("Schedules run what they ran before: they follow a deployment from its start to its end. {0}=Deploy brings them to what the service runs.", Options.Target);
        return result;
    }

    private async Task VerifyAsync(Settings settings, PlaceholderValues placeholders, RolloutResult result, bool rolledBack, CancellationToken cancellation)
    {
        log.Information(rolledBack ? "Service '{0}' runs {1} again, {2} tasks." : "Service '{0}' runs {1}, {2} tasks.", settings.Service.EcsName, result.TaskDefinition, result.RunningCount);
        foreach (var answer in await verification.WaitAsync(settings.Verifications, placeholders, cancellation))
            log.Information("{0} answers with {1}.", answer.Url, answer.Status);
    }
}
