using Slipway.Aws;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
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

    /// <summary>What the release has to run once.</summary>
    public ReleaseTasks Tasks => new(settings, aws, log, time) { DefinitionOf = DefinitionOf };

    /// <summary>Before a revision is registered: tasks of the release have their containers; the images are there, for the task's platform; their scans are good, when they count.</summary>
    /// <exception cref="RunFailedException">An image is missing, or must not be deployed (3), or a task's container is missing (2).</exception>
    public async Task RunAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        Tasks.Check([definition]);
        await RunForServiceAsync(definition, cancellation);
    }

    /// <summary>The same checks for one of the services.</summary>
    public PreDeploymentChecks Of(ServiceSettings service) => new(settings.Of(service), aws, log, time) { DefinitionOf = DefinitionOf, Images = Images };

    /// <summary>Before revisions are registered: the images of a service are there, for the platform of its tasks; their scans are good, when they count.</summary>
    /// <exception cref="RunFailedException">An image is missing, or must not be deployed; exit code 3.</exception>
    public async Task RunForServiceAsync(TaskDefinitionDocument definition, CancellationToken cancellation)
    {
        var images = await CheckImagesAsync(definition, cancellation);
        if (settings.Deploy.Scan is { } scan) await new ScanGate(aws.Ecr, log, time).CheckAsync(scan, images, cancellation);
    }

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
