using Cake.Core.Diagnostics;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Releases;

namespace Slipway.Pipeline.Deployment;

/// <summary>Turns a release into artifacts, and the artifacts into a running service.</summary>
public sealed class ReleaseDeployment(Settings settings, DeploymentFiles files, EcsClient ecs, ServiceBalancer balancer, ICakeLog log, Paths paths, TimeProvider time)
{
    private readonly ArtifactFiles _artifacts = new(paths.Artifacts);

    /// <summary>Why somebody else rolls the service, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause => files.LeftBecause;

    public void ClearArtifacts() => _artifacts.Clear();

    /// <returns>The names of the files, in the order in which they were written.</returns>
    public async Task<IReadOnlyList<string>> WriteArtifactsAsync(Release release, CancellationToken cancellation)
    {
        var source = await files.ReadAsync(cancellation);
        var written = await _artifacts.WriteAsync(release, source, cancellation);
        if (files.AppspecRemark(source.TaskDefinition) is { } remark) log.Information("{0}", remark);
        foreach (var warning in written.Warnings) log.Warning("{0}", warning);
        return written.Names;
    }

    /// <exception cref="RolloutException">The cluster that the service is in is not there.</exception>
    public Task RequireClusterAsync(CancellationToken cancellation) =>
        LeftBecause is null
            ? Clusters.RequireAsync(ecs, settings.Deploy.RequireService().Cluster, settings.PlaceOf("deploy.cluster").ToString(), cancellation)
            : Task.CompletedTask;

    /// <summary>Rolls the service to the task definition that was written as an artifact.</summary>
    /// <param name="verify">Looks whether the application works; a cancellation until it has ended takes the deployment back.</param>
    /// <param name="force">Also when the service runs it already.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    public async Task RollAsync(Release release, bool force, Func<RolloutResult, CancellationToken, Task> verify, CancellationToken cancellation)
    {
        var file = _artifacts.TaskDefinitionPath(release.Environment);
        if (!File.Exists(file))
            throw new RunFailedException(
                ExitCodes.Configuration,
                $"There is no {Path.GetRelativePath(paths.Root, file)}, from which a deployment is made. Run EmitArtifacts first, or Deploy without {OptionNames.Exclusive}.");
        var document = TaskDefinitionDocument.Parse(await File.ReadAllTextAsync(file, cancellation), file);
        var deploy = settings.Deploy;
        var (cluster, service) = deploy.RequireService();
        var request = new RolloutRequest(cluster, service, document, deploy.DesiredCount, deploy.Timeout, settings.PlaceOf("deploy.service").ToString(), force, deploy.LaunchType)
        {
            LoadBalancer = await balancer.FindAsync(settings, cancellation),
        };
        await Rollout().RunAsync(request, verify, cancellation);
    }

    private RollingRollout Rollout() => new(ecs, time, new Lines(log));

    // Progress<T> would hand the lines to the thread pool, where they lose their order.
    private sealed class Lines(ICakeLog log) : IProgress<string>
    {
        public void Report(string value) => log.Information("{0}", value);
    }
}
