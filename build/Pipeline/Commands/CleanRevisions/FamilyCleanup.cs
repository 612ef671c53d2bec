using Slipway.Aws;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.CleanRevisions;

/// <summary>Takes away what failed deployments left in the family of the environment's task definition.</summary>
public sealed class FamilyCleanup(LockedEnvironment environment, ILog log, TimeProvider time)
{
    /// <param name="wait">How long to wait for another run's lock: a revision that it has just registered is not in use yet.</param>
    /// <exception cref="RunFailedException">There is no such service (3), or someone else deploys (8).</exception>
    public Task RunAsync(Settings settings, string? buildNumber, TimeSpan wait, CancellationToken cancellation) =>
        environment.UseAsync(settings, buildNumber, wait, async (clients, _, _, held) =>
        {
            foreach (var service in settings.Services) await RunAsync(settings.Of(service), clients, held);
        }, cancellation);

    private async Task RunAsync(Settings settings, AwsClients clients, CancellationToken cancellation)
    {
        var service = await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var family = RevisionName.FamilyOf(ServicePlacement.TaskDefinitionOf(service));
        var cleaned = await new RevisionCleanup(clients.Ecs, time, new LoggedProgress(log))
            .RunAsync(settings.Service.RequireService().Cluster, family, settings.Application, settings.Environment, cancellation);
        log.Information(
            "Deregistered {0} revisions of '{1}'. Kept {2} that were released, {3} that are in use, and {4} that are not known as of environment '{5}'.",
            cleaned.Deregistered, family, cleaned.Released, cleaned.InUse, cleaned.Others, settings.Environment);
    }
}
