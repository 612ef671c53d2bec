using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The repository's files that a deployment to an environment is made from: those of its services, and what all share.</summary>
/// <param name="settings">About the services that are deployed.</param>
/// <param name="variables">The environment of the process.</param>
public sealed class DeploymentFiles(Settings settings, PlaceholderValues placeholders, Paths paths, IReadOnlyDictionary<string, string> variables)
{
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

    /// <summary>All that the artifacts are made from, as it is now: one for each service, of which the first has what belongs to none.</summary>
    public async Task<IReadOnlyList<ArtifactSource>> ReadAsync(CancellationToken cancellation)
    {
        var sources = new List<ArtifactSource>();
        foreach (var service in Services) sources.Add(await service.ReadAsync(cancellation));
        if (settings.Artifacts.ElasticBeanstalk is { } bundle) sources[0] = sources[0] with { Beanstalk = new(bundle.Image, bundle.Port, await Folder(bundle).ReadAsync(cancellation)) };
        return sources;
    }

    private EbextensionsFolder Folder(ElasticBeanstalkSettings bundle) => new(settings, placeholders, paths, bundle.Ebextensions);

    private IEnumerable<string> SharedProblems()
    {
        var areThere = Services.All(service => File.Exists(paths.InRepository(service.TaskDefinitionPath)));
        // Another service may run them.
        if (areThere && settings.Deploy.Aside.Count == 0 && settings.Containers.Any() && !Services.Any(service => service.RunsRelease())) yield return Useless();
        if (!areThere || settings.Artifacts.ElasticBeanstalk is not { } bundle) yield break;
        foreach (var problem in Folder(bundle).Problems()) yield return problem;
    }

    private string Useless() =>
        $"{settings.PlaceOf("images")}: none of the images is for a container of {string.Join(", or of ", Services.Select(service => $"'{service.TaskDefinitionPath}', which has {string.Join(", ", service.ReadTaskDefinition().Containers.Select(container => container.Name))}"))}.";
}
