using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Yaml;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// The appspec of an environment: the repository's own, else one that is made from the task definition, for the strategies by which
/// CodeDeploy may deploy. For the others an own one continues unread, since it may be meant for something else.
/// </summary>
internal sealed class RepositoryAppspec(Settings settings, Paths paths)
{
    private const string Key = "appspec";

    private string Path => paths.InRepository(settings.Service.Appspec);

    private bool IsForCodeDeploy => settings.Service.Strategy is DeployStrategy.BlueGreen or DeployStrategy.ArtifactsOnly;

    public IEnumerable<string> Problems(TaskDefinitionDocument task)
    {
        var file = settings.Service.Appspec;
        if (File.Exists(Path)) return [.. ToBeFilledIn(File.ReadAllText(Path), file), .. IsForCodeDeploy ? Appspec.Problems(File.ReadAllText(Path), file) : []];
        if (settings.Service.IsWritten(Key)) return [$"{settings.Service.PlaceOf(Key)}: there is no appspec '{file}'. Write it, or take '{settings.Service.Path}.{Key}' away."];
        return settings.Service.Strategy == DeployStrategy.BlueGreen && Missing(task) is { } missing ? [$"{settings.Service.PlaceOf("strategy")}: {missing}"] : [];
    }

    /// <returns>Null when none is written.</returns>
    public async Task<Appspec?> ReadAsync(TaskDefinitionDocument task, CancellationToken cancellation)
    {
        if (File.Exists(Path)) return Appspec.Read(await File.ReadAllTextAsync(Path, cancellation), settings.Service.Appspec);
        return IsForCodeDeploy && Ports(task) is [var (container, port)] ? Appspec.For(container, port) : null;
    }

    /// <summary>What a user should know of a file that nobody wrote; null when there is nothing to say.</summary>
    public string? Remark(TaskDefinitionDocument task)
    {
        if (!IsForCodeDeploy || File.Exists(Path)) return null;
        return Ports(task) is [var (container, port)]
            ? $"{ArtifactNames.Appspec} is made from the task definition, whose only port is {port} of '{container}'; write '{settings.Service.Appspec}' to have another one."
            : $"{ArtifactNames.Appspec} is not written, which only CodeDeploy needs: {Missing(task)}";
    }

    /// <summary>Also where nobody but its reader knows what the file is for; nothing for what is no YAML.</summary>
    private static IEnumerable<string> ToBeFilledIn(string text, string file) => FillInPlaces.In(YamlReader.Read(text, file, _ => { })).Select(found => $"{found.Place}: {found.Sentence}");

    private string? Missing(TaskDefinitionDocument task)
    {
        var ports = Ports(task);
        if (ports.Count == 1) return null;
        var (container, port) = ports.Count == 0 ? ("web", 80) : ports[0];
        var why = ports.Count == 0 ? "has no port that could" : $"has {string.Join(", ", ports.Select(one => $"{one.Container}:{one.Port}"))}";
        return $"there is no '{settings.Service.Appspec}' to say which container and port take the traffic, and the task definition {why}. Write it, for example:\n{Appspec.For(container, port).Text}";
    }

    private static List<(string Container, int Port)> Ports(TaskDefinitionDocument task) =>
        [.. from container in task.Containers from port in container.PortMappings where port.Protocol == "tcp" && port.ContainerPort > 0 select (container.Name, port.ContainerPort)];
}
