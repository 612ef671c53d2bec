using Slipway.Ecs.Networking;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The repository's files that the deployment of one service is made from.</summary>
/// <param name="settings">About that service alone.</param>
/// <param name="variables">The environment of the process.</param>
public sealed class ServiceFiles(Settings settings, PlaceholderValues placeholders, Paths paths, IReadOnlyDictionary<string, string> variables)
{
    private readonly RepositoryAppspec _appspec = new(settings, paths);

    /// <summary>Why someone else rolls the service, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause { get; } = DeployStage.WhyElsewhere(settings, variables);

    public Settings Settings => settings;

    /// <summary>The path of the task definition inside the repository.</summary>
    public string TaskDefinitionPath => settings.Service.TaskDefinition.Render(placeholders);

    /// <summary>The path of the service definition inside the repository; null where the service has none.</summary>
    private string? ServiceDefinitionPath => settings.Service.ServiceDefinition?.Render(placeholders);

    /// <summary>The paths inside the repository of all that is the service's own.</summary>
    public IEnumerable<string> Paths => ((string?[])[TaskDefinitionPath, ServiceDefinitionPath, settings.Service.Appspec]).OfType<string>();

    /// <exception cref="TaskDefinitionException">It is none; the message has the place.</exception>
    public TaskDefinitionDocument ReadTaskDefinition()
    {
        var file = TaskDefinitionPath;
        return TaskDefinitionDocument.Parse(File.ReadAllText(paths.InRepository(file)), file);
    }

    /// <summary>What the service shall have beside; null where no file says it.</summary>
    /// <exception cref="TaskDefinitionException">The file is none; the message has the place.</exception>
    public ServiceDefinition? ReadServiceDefinition()
    {
        if (ServiceDefinitionPath is not { } file) return null;
        return ServiceDefinition.Parse(File.ReadAllText(paths.InRepository(file)), file);
    }

    /// <summary>All that the service's artifacts are made from, as it is now.</summary>
    public async Task<ArtifactSource> ReadAsync(CancellationToken cancellation)
    {
        var task = ReadTaskDefinition();
        return new(settings.Service.Strategy, task, await _appspec.ReadAsync(task, cancellation), settings.Artifacts.ImageSpec, Beanstalk: null) { Service = settings.Service.Name };
    }

    /// <summary>The text of the appspec for CodeDeploy; null with any other strategy.</summary>
    public async Task<string?> ReadAppspecAsync(TaskDefinitionDocument taskDefinition, CancellationToken cancellation) =>
        settings.Service.Strategy == DeployStrategy.BlueGreen ? (await _appspec.ReadAsync(taskDefinition, cancellation))?.Text : null;

    /// <summary>What a user should know of an appspec.yaml that nobody wrote; null when there is nothing to say.</summary>
    public string? AppspecRemark(TaskDefinitionDocument taskDefinition) => _appspec.Remark(taskDefinition);

    /// <summary>What keeps the service from being deployed: one sentence each, with its place.</summary>
    internal IEnumerable<string> Problems()
    {
        var service = settings.Service;
        var file = TaskDefinitionPath;
        if (!File.Exists(paths.InRepository(file)))
        {
            yield return $"{service.PlaceOf("taskDefinition")}: there is no task definition '{file}'. Write it, or name another file in '{service.Path}.taskDefinition'.";
            yield break;
        }

        foreach (var (place, sentence) in ToBeFilledIn(file)) yield return $"{place}: {sentence}";
        var task = ReadTaskDefinition();
        if (settings.IsRehearsal)
        {
            foreach (var sentence in EnvironmentFilesAtHand.ToBeFilledIn(task, paths)) yield return sentence;
        }

        if (service.LoadBalancer is { } balancer && BalancerProblem(balancer, task, file) is { } misled) yield return misled;
        if (service.Network is { } network && service.IsWritten("network") && !ServiceNetwork.IsNeededBy(task))
            yield return $"{network.Place}: '{service.Path}.network' is for tasks of network mode awsvpc, and '{file}' has {task.NetworkMode}. Leave it out, or correct 'networkMode'.";
        foreach (var problem in _appspec.Problems(task)) yield return problem;
        foreach (var problem in DefinitionProblems(file)) yield return problem;
    }

    /// <summary>Whether an image of the release runs in one of its containers.</summary>
    internal bool RunsRelease()
    {
        var task = ReadTaskDefinition();
        var names = task.Containers.Select(container => container.Name).ToList();
        return settings.Containers.Any(image => names.Contains(image.Container) || task.PlaceholdersOf(image.Service).Count > 0);
    }

    /// <summary>Whether it is one of several services and runs images of others in versions that its file says, such as the database of a rehearsal.</summary>
    internal bool IsComplete() => settings.Service.Name is not null && ReadTaskDefinition().Containers.All(container => IsVersion(container.Image));

    /// <summary>Whether a reference has a tag or a digest.</summary>
    private static bool IsVersion(string image) => image.Contains('@', StringComparison.Ordinal) || image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal);

    private IEnumerable<string> DefinitionProblems(string taskDefinition)
    {
        if (ServiceDefinitionPath is not { } file) return [];
        if (!File.Exists(paths.InRepository(file))) return [$"{settings.Service.PlaceOf("serviceDefinition")}: there is no service definition '{file}'. Write it, or leave '{settings.Service.Path}.serviceDefinition' out."];
        var definition = ServiceDefinitionFile.Parse(File.ReadAllBytes(paths.InRepository(file)), file);
        return definition.Unfilled.Concat(definition.Problems(File.ReadAllBytes(paths.InRepository(taskDefinition)), settings.Service, taskDefinition)).Select(problem => $"{problem.Place}: {problem.Sentence}");
    }

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
}
