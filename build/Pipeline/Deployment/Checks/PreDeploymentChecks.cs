using Slipway.Aws;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>What is done before the first change to the service. Whatever it throws leaves the service alone.</summary>
public sealed class PreDeploymentChecks(Settings settings, AwsClients aws, ILog log, TimeProvider time)
{
    /// <summary>What a service has beside its task definition, for one that is not there yet.</summary>
    public Func<ServiceSettings, ServiceDefinition?> DefinitionOf { get; init; } = _ => null;

    /// <summary>The same for all services.</summary>
    private ImageCheck Images { get; init; } = new(aws.Ecr, log);

    private ClusterMigration Migration => new(settings, aws, log, time) { DefinitionOf = DefinitionOf };

    /// <summary>Before a revision is registered: migrations have their containers; the images are there, for the task's platform; their scans are good, when they count.</summary>
    /// <exception cref="RunFailedException">An image is missing, or must not be deployed (3), or a migration's container is missing (2).</exception>
    public async Task RunAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        CheckMigrations([definition]);
        await RunForServiceAsync(definition, cancellation);
    }

    /// <summary>The same checks for one of the services.</summary>
    public PreDeploymentChecks Of(ServiceSettings service) => new(settings.Of(service), aws, log, time) { DefinitionOf = DefinitionOf, Images = Images };

    /// <summary>Whether the migrations have their containers in what the services are to run.</summary>
    /// <exception cref="RunFailedException">None has one of them; exit code 2.</exception>
    public void CheckMigrations(IReadOnlyList<TaskDefinitionDocument> definitions) => Migration.Check(definitions);

    /// <summary>Before revisions are registered: the images of a service are there, for the platform of its tasks; their scans are good, when they count.</summary>
    /// <exception cref="RunFailedException">An image is missing, or must not be deployed; exit code 3.</exception>
    public async Task RunForServiceAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        var images = await CheckImagesAsync(definition, cancellation);
        if (settings.Deploy.Scan is { } scan) await new ScanGate(aws.Ecr, log, time).CheckAsync(scan, images, cancellation);
    }

    /// <summary>With the revision: the database is migrated, when that is done in the cluster.</summary>
    /// <param name="revision">The ARN of the registered task definition.</param>
    /// <exception cref="RunFailedException">The migration failed; exit code 4.</exception>
    public Task MigrateAsync(string revision, CancellationToken cancellation) => Migration.RunAsync(revision, cancellation);

    /// <summary>The same with the revisions of several services.</summary>
    /// <param name="revisions">The ARN for each service that changes, by its name.</param>
    /// <exception cref="RunFailedException">The migration failed; exit code 4.</exception>
    public Task MigrateAsync(IReadOnlyDictionary<string, string> revisions, CancellationToken cancellation) => Migration.RunAsync(revisions, cancellation);

    /// <summary>
    /// Only that the images are there: going back to an older release undoes no migration, and must not be held up by what was found in it since.
    /// </summary>
    /// <exception cref="RunFailedException">An image is missing, or for another platform; exit code 3.</exception>
    public Task RunForRollbackAsync(TaskDefinitionDocument definition, CancellationToken cancellation) => CheckImagesAsync(definition, cancellation);

    private async Task<IReadOnlyList<DeployedImage>> CheckImagesAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        var images = await Images.CheckAsync(definition, settings.Service.LaunchType == LaunchType.Fargate, cancellation);
        if (images.Count > 0) log.Information("The registry has the images of {0}.", string.Join(", ", images.Select(image => image.Container)));
        return images;
    }
}
