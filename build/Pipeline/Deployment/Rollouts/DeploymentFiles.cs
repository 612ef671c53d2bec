using Slipway.Ecs.Networking;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The repository's files that a deployment is made from.</summary>
/// <param name="variables">The environment of the process.</param>
public sealed class DeploymentFiles(Settings settings, PlaceholderValues placeholders, Paths paths, IReadOnlyDictionary<string, string> variables)
{
    private readonly RepositoryAppspec _appspec = new(settings, paths);

    /// <summary>Why someone else rolls the service, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause { get; } = DeployStage.WhyElsewhere(settings, variables);

    /// <summary>Checks them before anything runs.</summary>
    /// <exception cref="RunFailedException">With all that is wrong; exit code 2.</exception>
    /// <exception cref="TaskDefinitionException">The task definition is not one; the message has the place.</exception>
    public void Check()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', problems));
    }

    public TaskDefinitionDocument ReadTaskDefinition()
    {
        var file = settings.Deploy.TaskDefinition.Render(placeholders);
        return TaskDefinitionDocument.Parse(File.ReadAllText(paths.InRepository(file)), file);
    }

    /// <summary>All that the artifacts are made from, as it is now.</summary>
    public async Task<ArtifactSource> ReadAsync(CancellationToken cancellation)
    {
        var (task, artifacts) = (ReadTaskDefinition(), settings.Artifacts);
        var beanstalk = artifacts.ElasticBeanstalk is { } bundle ? new BeanstalkSource(bundle.Image, bundle.Port, await Folder(bundle).ReadAsync(cancellation)) : null;
        return new(settings.Deploy.Strategy, task, await _appspec.ReadAsync(task, cancellation), artifacts.ImageSpec, beanstalk);
    }

    /// <summary>The text of the appspec for CodeDeploy; null with any other strategy.</summary>
    public async Task<string?> ReadAppspecAsync(TaskDefinitionDocument taskDefinition, CancellationToken cancellation) =>
        settings.Deploy.Strategy == DeployStrategy.BlueGreen ? (await _appspec.ReadAsync(taskDefinition, cancellation))?.Text : null;

    /// <summary>What a user should know of an appspec.yaml that nobody wrote; null when there is nothing to say.</summary>
    public string? AppspecRemark(TaskDefinitionDocument taskDefinition) => _appspec.Remark(taskDefinition);

    private EbextensionsFolder Folder(ElasticBeanstalkSettings bundle) => new(settings, placeholders, paths, bundle.Ebextensions);

    private static string? BalancerProblem(LoadBalancerSettings balancer, TaskDefinitionDocument task, string file)
    {
        if (task.Containers.FirstOrDefault(container => container.Name == balancer.Container) is not { } container)
            return $"{balancer.Place}: the load balancer leads to container '{balancer.Container}', and '{file}' has {string.Join(", ", task.Containers.Select(known => known.Name))}.";
        var ports = container.PortMappings.Select(mapping => mapping.ContainerPort).ToList();
        return ports.Contains(balancer.Port)
            ? null
            : $"{balancer.Place}: the load balancer leads to port {balancer.Port} of container '{balancer.Container}', which maps {(ports.Count == 0 ? "none" : string.Join(", ", ports))} in '{file}'.";
    }

    /// <summary>Nothing for what is not JSON, which is told when it is read.</summary>
    private IEnumerable<(SourcePlace Place, string Sentence)> ToBeFilledIn(string file)
    {
        var source = JsonSource.Parse(File.ReadAllBytes(paths.InRepository(file)), file);
        return source.Root is null ? [] : FillIn.In(source.Root).Select(found => (source.PlaceOf(found.At), FillIn.Sentence(found.At.JsonPath[2..], found.Marks)));
    }

    private IEnumerable<string> Problems()
    {
        var deploy = settings.Deploy;
        var file = deploy.TaskDefinition.Render(placeholders);
        if (!File.Exists(paths.InRepository(file)))
        {
            yield return $"{settings.PlaceOf("deploy.taskDefinition")}: there is no task definition '{file}'. Write it, or name another file in 'deploy.taskDefinition'.";
            yield break;
        }

        foreach (var (place, sentence) in ToBeFilledIn(file)) yield return $"{place}: {sentence}";
        var task = ReadTaskDefinition();
        var names = task.Containers.Select(container => container.Name).ToList();
        var released = settings.Containers.ToList();
        if (released.Count > 0 && !released.Any(image => names.Contains(image.Container) || task.PlaceholdersOf(image.Service).Count > 0))
            yield return $"{settings.PlaceOf("images")}: none of the images is for a container of '{file}', which has {string.Join(", ", names)}.";
        if (deploy.LoadBalancer is { } balancer && BalancerProblem(balancer, task, file) is { } misled) yield return misled;
        if (deploy.Network is { } network && !ServiceNetwork.IsNeededBy(task))
            yield return $"{network.Place}: 'deploy.network' is for tasks of network mode awsvpc, and '{file}' has {task.NetworkMode}. Leave it out, or correct 'networkMode'.";
        foreach (var problem in _appspec.Problems(task)) yield return problem;
        if (settings.Artifacts.ElasticBeanstalk is not { } bundle) yield break;
        foreach (var problem in Folder(bundle).Problems()) yield return problem;
    }
}
