using Cake.Core.Diagnostics;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Releases;

namespace Slipway.Pipeline.Deployment;

/// <summary>Turns a release into artifacts, and the artifacts into a running service.</summary>
/// <param name="variables">The environment of the process.</param>
public sealed class ReleaseDeployment(
    Settings settings, PlaceholderValues placeholders, EcsClient ecs, ICakeLog log, Paths paths, TimeProvider time, IReadOnlyDictionary<string, string> variables)
{
    private readonly ArtifactFiles _artifacts = new(paths.Artifacts);

    /// <summary>Why somebody else rolls the service, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause { get; } = DeployStage.WhyElsewhere(settings, variables);

    /// <summary>What is wrong with the files that a deployment is made from, before anything runs.</summary>
    public IEnumerable<string> Problems()
    {
        var deploy = settings.Deploy;
        if (LeftBecause is null && deploy.Strategy is DeployStrategy.BlueGreen or DeployStrategy.EcsBlueGreen)
            yield return $"{settings.PlaceOf("deploy.strategy")}: error: this version of Slipway does not deploy by strategy '{(deploy.Strategy == DeployStrategy.BlueGreen ? "blue-green" : "ecs-blue-green")}'; it knows 'rolling' and 'artifacts-only'.";
        var file = deploy.TaskDefinition.Render(placeholders);
        if (!File.Exists(paths.InRepository(file)))
        {
            yield return $"{settings.PlaceOf("deploy.taskDefinition")}: error: there is no task definition '{file}'.";
            yield break;
        }

        var names = ReadTaskDefinition().Containers.Select(container => container.Name).ToList();
        if (!settings.Images.Select(image => image.Container).Concat(settings.Pull.Select(pull => pull.Container)).Any(names.Contains))
            yield return $"{settings.PlaceOf("images")}: error: none of the images is for a container of '{file}', which has {string.Join(", ", names)}.";
    }

    public void ClearArtifacts() => _artifacts.Clear();

    public async Task<IReadOnlyList<string>> WriteArtifactsAsync(Release release, CancellationToken cancellation)
    {
        var appspec = paths.InRepository(settings.Deploy.Appspec);
        return await _artifacts.WriteAsync(
            release, ReadTaskDefinition(), File.Exists(appspec) ? await File.ReadAllTextAsync(appspec, cancellation) : null, cancellation);
    }

    /// <summary>Rolls the service to the task definition that was written as an artifact.</summary>
    /// <param name="verify">Looks whether the application works; a cancellation until it has ended takes the deployment back.</param>
    /// <exception cref="RolloutException">The deployment did not end well.</exception>
    public async Task RollAsync(Release release, Func<RolloutResult, CancellationToken, Task> verify, CancellationToken cancellation)
    {
        var file = _artifacts.TaskDefinitionPath(release.Environment);
        var document = TaskDefinitionDocument.Parse(await File.ReadAllTextAsync(file, cancellation), file);
        var deploy = settings.Deploy;
        var rollout = new RollingRollout(ecs, time, new Lines(log));
        await rollout.RunAsync(
            new(deploy.Cluster, deploy.Service, document, deploy.DesiredCount, deploy.Timeout, settings.PlaceOf("deploy.service").ToString()), verify, cancellation);
    }

    private TaskDefinitionDocument ReadTaskDefinition()
    {
        var file = settings.Deploy.TaskDefinition.Render(placeholders);
        return TaskDefinitionDocument.Parse(File.ReadAllText(paths.InRepository(file)), file);
    }

    // Progress<T> would hand the lines to the thread pool, where they lose their order.
    private sealed class Lines(ICakeLog log) : IProgress<string>
    {
        public void Report(string value) => log.Information("{0}", value);
    }
}
