using Slipway.Ecs.Networking;

namespace Slipway.Ecs.FromCompose;

/// <summary>Finds the services that another one reaches by name, as far as its variables, its command and its files tell.</summary>
/// <param name="services">Those that can be reached.</param>
/// <param name="files">By Compose service: text files that its container has.</param>
internal sealed class PeerNames(IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files)
{
    private static readonly string[] Commands = ["entrypoint", "command"];

    private readonly List<(HostName Host, ComposeService Service)> _all = [.. services.SelectMany(service => Names(service, services).Select(name => (new HostName(name), service)))];

    /// <summary>What the service says: whom it names, and by which name.</summary>
    public IEnumerable<(ComposeService Peer, string Name)> NamedBy(ComposeService service) => OthersOf(service)
        .Where(other => MayReach(service, other.Service) && (IsNamedInText(service, other.Host) || IsNamedInFile(service, other.Host).Any()))
        .Select(other => (other.Service, other.Host.Name));

    /// <summary>Every line of the service's files that names another service, in the order of the files.</summary>
    public IEnumerable<(string File, int Line, string Name, ComposeService Peer)> InFilesOf(ComposeService service) => OthersOf(service).Where(other => MayReach(service, other.Service))
        .SelectMany(other => IsNamedInFile(service, other.Host).Select(place => (place.File, place.Line, other.Host.Name, other.Service)));

    /// <summary>The names of the other services, with those that the service itself gives them by its links.</summary>
    public IEnumerable<(HostName Host, ComposeService Peer)> Of(ComposeService service)
    {
        var aliases =
            from link in service.Node.Texts("links").Select(link => link.Split(':', 2))
            where link.Length == 2 && link[1].Length > 0
            from other in services
            where other.Name == link[0]
            select (new HostName(link[1]), other);
        return OthersOf(service).Concat(aliases).DistinctBy(peer => peer.Item1.Name);
    }

    /// <summary>The names by which a service's container knows itself.</summary>
    public IEnumerable<HostName> OwnOf(ComposeService service) => _all.Where(other => other.Service == service).Select(other => other.Host);

    /// <summary>Each text of a service that names another one at this name.</summary>
    public IEnumerable<(string? Variable, string Text)> TextsOf(ComposeService service, HostName host)
    {
        foreach (var (name, value) in service.Environment.Where(variable => variable.Value is { } value && host.IsHostIn(variable.Key, value))) yield return (name, value!);
        foreach (var text in Commands.Select(key => string.Join(HostName.Separator, service.Node.Texts(key))).Where(text => host.IsHostIn("", text))) yield return (null, text);
        var lines = (files.GetValueOrDefault(service.Name) ?? []).Where(file => file.Text.Contains(host.Name, StringComparison.Ordinal)).SelectMany(file => file.Text.Split('\n'));
        foreach (var line in lines.Where(host.IsHostInLine)) yield return (null, line);
    }

    /// <summary>The first of a service's own names at which its variables or its command have it reached; null when there is none.</summary>
    public string? OwnNameIn(ComposeService service) => OwnOf(service).FirstOrDefault(own => IsNamedInText(service, own))?.Name;

    private IEnumerable<(HostName Host, ComposeService Service)> OthersOf(ComposeService service) => _all.Where(other => other.Service != service);

    /// <summary>A database, a queue or a cache is asked; it asks no application.</summary>
    private static bool MayReach(ComposeService service, ComposeService peer) => service.Kind == ServiceKind.Application || peer.Kind != ServiceKind.Application;

    private static bool IsNamedInText(ComposeService service, HostName host) =>
        service.Environment.Any(variable => variable.Value is { } value && host.IsHostIn(variable.Key, value))
        || Commands.Any(key => host.IsHostIn("", string.Join(HostName.Separator, service.Node.Texts(key))));

    private IEnumerable<(string File, int Line)> IsNamedInFile(ComposeService service, HostName host) =>
        from file in files.GetValueOrDefault(service.Name) ?? []
        where file.Text.Contains(host.Name, StringComparison.Ordinal)
        from line in file.Text.Split('\n').Index()
        where host.IsHostInLine(line.Item)
        select (file.Path, line.Index + 1);

    /// <summary>As Compose's network resolves them: the service's own, the container's, and the aliases of its networks. A service's own name counts for it alone.</summary>
    private static IEnumerable<string> Names(ComposeService service, IReadOnlyList<ComposeService> services)
    {
        var given = service.Node.Texts("container_name").Concat(service.Aliases);
        return given.Where(name => services.All(other => other.Name != name)).Prepend(service.Name).Where(name => name.Length > 0).Distinct();
    }
}
