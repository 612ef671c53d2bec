using Slipway.Ecs.Schedules;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Deployment.Schedules;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The repository's files that a deployment to an environment is made from: those of its services, and what all share.</summary>
/// <param name="settings">About the services that are deployed.</param>
/// <param name="variables">The environment of the process.</param>
public sealed class DeploymentFiles(Settings settings, PlaceholderValues placeholders, Paths paths, IReadOnlyDictionary<string, string> variables)
{
    private readonly ScheduledTasks _schedules = new(settings, placeholders);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ServiceFiles> Services { get; } = [.. settings.Services.Select(service => new ServiceFiles(settings.Of(service), placeholders, paths, variables))];

    /// <summary>Why someone else rolls the services, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause => Services.Select(service => service.LeftBecause).OfType<string>().ToList() is { Count: > 0 } reasons ? string.Join('\n', reasons) : null;

    /// <summary>Checks them before anything runs.</summary>
    /// <exception cref="RunFailedException">With all that is wrong; exit code 2.</exception>
    /// <exception cref="TaskDefinitionException">A task definition is none; the message has the place.</exception>
    public void Check()
    {
        var problems = Services.SelectMany(service => service.Problems()).Concat(SharedProblems()).ToList();
        if (problems.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', problems));
    }

    /// <summary>One for each service.</summary>
    public IReadOnlyList<TaskDefinitionDocument> ReadTaskDefinitions() => [.. Services.Select(service => service.ReadTaskDefinition())];

    /// <summary>What a service has beside its task definition; null where no file says it.</summary>
    public ServiceDefinition? DefinitionOf(ServiceSettings service) => Services.FirstOrDefault(one => one.Settings.Service.Name == service.Name)?.ReadServiceDefinition();

    /// <summary>The namespaces of Service Connect that the services are in, by their names.</summary>
    public IReadOnlyList<string> Namespaces => [.. Services.Select(service => service.ReadServiceDefinition()?.Namespace).OfType<string>().Where(space => !space.StartsWith("arn:", StringComparison.Ordinal)).Distinct()];

    /// <summary>What a deployment brings the schedules to.</summary>
    public IReadOnlyList<WantedSchedule> WantedSchedules() => _schedules.Wanted(TaskDefinitionOf);

    /// <summary>All that the artifacts are made from, as it is now: one for each service, of which the first has what belongs to none.</summary>
    public async Task<IReadOnlyList<ArtifactSource>> ReadAsync(CancellationToken cancellation)
    {
        var sources = new List<ArtifactSource>();
        foreach (var service in Services) sources.Add(await service.ReadAsync(cancellation));
        if (settings.Artifacts.ElasticBeanstalk is { } bundle) sources[0] = sources[0] with { Beanstalk = new(bundle.Image, bundle.Port, await Folder(bundle).ReadAsync(cancellation)) };
        return sources;
    }

    private TaskDefinitionDocument TaskDefinitionOf(ServiceSettings service) => Services.First(one => one.Settings.Service.Name == service.Name).ReadTaskDefinition();

    private EbextensionsFolder Folder(ElasticBeanstalkSettings bundle) => new(settings, placeholders, paths, bundle.Ebextensions);

    private IEnumerable<string> SharedProblems()
    {
        var areThere = Services.All(service => File.Exists(paths.InRepository(service.TaskDefinitionPath)));
        if (areThere)
        {
            foreach (var service in Services.Where(service => settings.Containers.Any() && !service.RunsRelease() && !service.IsComplete())) yield return Useless(service);
            foreach (var problem in MixedProblems()) yield return problem;
            foreach (var problem in _schedules.Problems(TaskDefinitionOf)) yield return problem;
            foreach (var task in settings.TasksBefore.Concat(settings.TasksAfter))
            {
                if (ConfiguredCommand.Of(task)?.Problem(TaskDefinitionOf(settings.Services.First(task.IsOf))) is { } problem) yield return problem;
            }
        }

        if (!areThere || settings.Artifacts.ElasticBeanstalk is not { } bundle) yield break;
        foreach (var problem in Folder(bundle).Problems()) yield return problem;
    }

    /// <summary>It would keep what its file says for ever, and count as part of each release.</summary>
    private string Useless(ServiceFiles service) =>
        $"{settings.PlaceOf("images")}: none of the images is for a container of '{service.TaskDefinitionPath}', which has {string.Join(", ", service.ReadTaskDefinition().Containers.Select(container => container.Name))}.";

    /// <summary>Releases are found by family, and what one service released would be taken for the other's.</summary>
    private IEnumerable<string> MixedProblems()
    {
        if (Services.Count == 1) yield break;
        foreach (var shared in Services.GroupBy(service => service.ReadTaskDefinition().Family).Select(shared => shared.ToList()).Where(shared => shared.Count > 1))
        {
            var (one, other) = (shared[0], shared[1]);
            yield return $"{other.Settings.Service.PlaceOf("taskDefinition")}: the task definitions of the services '{one.Settings.Service.Name}' and '{other.Settings.Service.Name}' ('{one.TaskDefinitionPath}', '{other.TaskDefinitionPath}') have the same family: give each its own, or a rollback of one would find the revisions of the other.";
        }
    }
}
