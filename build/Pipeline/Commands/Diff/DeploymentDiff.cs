using Slipway.Aws;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Diff;

/// <summary>Compares the repository's task definition, with the images of the last release, with what the service runs.</summary>
public sealed class DeploymentDiff(BuildIdentityReader identities, AwsAccess access, Paths paths)
{
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <returns>One for each service, in the order of the file.</returns>
    /// <exception cref="RunFailedException">A task definition or the credentials are not there.</exception>
    /// <exception cref="Slipway.Aws.AwsException">AWS refused a call.</exception>
    public async Task<IReadOnlyList<DeploymentDifferences>> CompareAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var files = new DeploymentFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess());
        files.Check();
        var (wanted, release) = (files.ReadTaskDefinitions(), await new ArtifactFiles(paths.Artifacts).ReadReleaseAsync(cancellation));
        if (release?.Environment != settings.Environment) release = null;
        return await access.AskAsync(
            settings,
            placeholders,
            async clients =>
            {
                var results = new List<DeploymentDifferences>();
                foreach (var (service, task) in settings.Services.Zip(wanted)) results.Add(await CompareAsync(settings.Of(service), task, files.DefinitionOf(service), release, clients, cancellation));
                return results;
            },
            cancellation);
    }

    /// <summary>How a deployment would change the schedules, at the revisions that run.</summary>
    /// <param name="buildNumber">As of the other.</param>
    /// <returns>One for each schedule, in the order of the file.</returns>
    /// <exception cref="Slipway.Aws.AwsException">AWS refused a call.</exception>
    public async Task<IReadOnlyList<ScheduleDifferences>> CompareSchedulesAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        if (!settings.Schedules.Any()) return [];
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var wanted = new DeploymentFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess()).WantedSchedules();
        return await access.AskAsync(
            settings,
            placeholders,
            async clients =>
            {
                var results = new List<ScheduleDifferences>();
                foreach (var schedule in wanted) results.Add(new(schedule.Name, schedule.ScheduleName, await new ScheduleReader(clients).CompareAsync(schedule, cancellation)));
                return results;
            },
            cancellation);
    }

    private async Task<DeploymentDifferences> CompareAsync(Settings settings, TaskDefinitionDocument wanted, ServiceDefinition? definition, Release? release, AwsClients clients, CancellationToken cancellation)
    {
        var ecs = clients.Ecs;
        var diff = new ServiceDiff(ecs);
        var (cluster, service) = settings.Service.RequireService();
        var remark = release is null
            ? $"Images are not compared: {Path.GetRelativePath(paths.Root, paths.Artifacts)}/ has no release for environment '{settings.Environment}'. {Options.Target}=EmitArtifacts makes one."
            : $"Images are those of build {release.Build}, commit {release.Commit}.";
        if (settings.IsRehearsal) await ecs.CreateClusterAsync(cluster, cancellation);
        else await Clusters.RequireAsync(ecs, cluster, settings.PlaceOf("deploy.cluster").ToString(), cancellation);
        var beside = new WantedService(settings.Service.DesiredCount, await new TargetGroupProvisioner(clients).FindAsync(settings, wanted, cancellation), EnvironmentNetwork.Of(settings, wanted, definition), definition);
        var found = await diff.CompareAsync(cluster, service, release is null ? wanted : release.In(wanted), beside, cancellation);
        if (found is null) return new(cluster, service, null, [], null);
        return release is null
            ? new(cluster, service, found.Revision, WithoutImages(settings, found), remark)
            : new(cluster, service, found.Revision, found.Differences, remark);
    }

    /// <summary>Without those of the images that a release would have: of the containers that are named, and of those that run the same image.</summary>
    private static List<Difference> WithoutImages(Settings settings, ServiceDifferences found)
    {
        var named = settings.Containers.Select(image => image.Container).ToHashSet();
        var images = found.Runs.Containers.Where(container => named.Contains(container.Name)).Select(container => container.Image).ToHashSet();
        var released = found.Runs.Containers.Where(container => images.Contains(container.Image)).Select(container => container.Name).Concat(named).Select(container => $"containerDefinitions[{container}].image").ToHashSet();
        return [.. found.Differences.Where(difference => !released.Contains(difference.Path))];
    }
}
