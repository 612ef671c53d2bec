using Slipway.Aws;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>What is done between the registration of a revision and the first change to the service. Whatever it throws leaves the service alone.</summary>
public sealed class PreDeploymentChecks(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>The images are there, for the task's platform; their scans are good, when they count; the database is migrated, when that is done in the cluster.</summary>
    /// <param name="revision">The ARN of the registered task definition.</param>
    /// <exception cref="RunFailedException">An image is missing, or must not be deployed (3); the migration failed (4).</exception>
    public async Task RunAsync(string revision, CancellationToken cancellation)
    {
        var definition = await ReadAsync(revision, cancellation);
        var images = await CheckImagesAsync(definition, cancellation);
        if (settings.Deploy.Scan is { } scan) await new ScanGate(aws.Ecr, log, time).CheckAsync(scan, images, cancellation);
        await new ClusterMigration(settings, aws, log, time).RunAsync(revision, definition, cancellation);
    }

    /// <summary>
    /// Only that the images are there: going back to an older release undoes no migration, and must not be held up by what was found in it since.
    /// </summary>
    /// <param name="revision">The ARN of the registered task definition.</param>
    /// <exception cref="RunFailedException">An image is missing, or for another platform; exit code 3.</exception>
    public async Task RunForRollbackAsync(string revision, CancellationToken cancellation) => await CheckImagesAsync(await ReadAsync(revision, cancellation), cancellation);

    private async Task<TaskDefinitionDocument> ReadAsync(string revision, CancellationToken cancellation) =>
        new((await aws.Ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Document);

    private async Task<IReadOnlyList<DeployedImage>> CheckImagesAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        var images = await new ImageCheck(aws.Ecr, log).CheckAsync(definition, settings.Deploy.LaunchType == LaunchType.Fargate, cancellation);
        if (images.Count > 0) log.Information("The registry has the images of {0}.", string.Join(", ", images.Select(image => image.Container)));
        return images;
    }
}
