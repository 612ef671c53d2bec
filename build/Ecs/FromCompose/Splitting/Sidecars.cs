namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>
/// Finds the Compose services that cannot be, or have no reason to be, a service of ECS of their own: those that share a network namespace or a volume with another one, which
/// only the containers of one task do, and those that do their work and end, which a service of ECS would start for ever.
/// </summary>
/// <param name="services">Those of the environment.</param>
/// <param name="holdsData">Whether a folder of this machine that is mounted becomes a volume of data.</param>
internal sealed class Sidecars(ComposeDocument compose, IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, ServiceHints> hints, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files, Func<string, bool> holdsData)
{
    private const string OfService = "service:";

    /// <summary>What a service has from another one, by its key, and what that is, a part of a sentence.</summary>
    private static readonly (string Key, string Because)[] Shared = [("network_mode", "it has its network"), ("pid", "it sees its processes"), ("ipc", "it has its shared memory")];

    private readonly Dictionary<string, (ComposeService With, string Because)> _owners = [];
    private readonly List<ComposeService> _jobs = Jobs(services, files);

    /// <summary>By Compose service: the one in whose task it is, and why, a part of a sentence.</summary>
    public IReadOnlyDictionary<string, (ComposeService With, string Because)> Find()
    {
        foreach (var service in services) Own(service, Find(HintsOf(service).With), "'x-slipway' says so");
        foreach (var (key, because) in Shared)
        {
            foreach (var service in services) Own(service, Find(Named(service.Node.Text(key))), because);
        }

        foreach (var service in services)
        {
            foreach (var source in service.Node.Texts("volumes_from").Select(text => text.Split(':')[0])) Own(service, Find(source), "it has its volumes");
        }

        foreach (var shared in SharedVolumes()) Share($"volume '{shared.Key}'", [.. shared]);
        foreach (var shared in SharedFolders()) Share($"folder '{Path.GetFileName(shared.Key.TrimEnd('/'))}'", [.. shared]);
        foreach (var job in _jobs) Own(job, WaitingFor(job) ?? LikeIt(job), WaitingFor(job) is null ? "it ends, and a service of ECS would start it again and again" : "it is waited for until it has ended");
        return _owners;
    }

    /// <summary>The one at the end of the way from a service to those in whose tasks it is.</summary>
    public ComposeService MainOf(ComposeService service)
    {
        while (_owners.TryGetValue(service.Name, out var owner)) service = owner.With;
        return service;
    }

    /// <summary>Whether it is known to do its work and to end.</summary>
    public bool IsJob(ComposeService service) => _jobs.Contains(service);

    private static string? Named(string? mode) => mode?.StartsWith(OfService, StringComparison.Ordinal) == true ? mode[OfService.Length..] : null;

    private ServiceHints HintsOf(ComposeService service) => hints.GetValueOrDefault(service.Name) ?? ServiceHints.None;

    private ComposeService? Find(string? name) => name is null ? null : services.FirstOrDefault(service => service.Name == name);

    private void Own(ComposeService service, ComposeService? owner, string because)
    {
        if (owner is null || HintsOf(service).Service is not null || _owners.ContainsKey(service.Name) || MainOf(owner).Name == service.Name) return;
        _owners[service.Name] = (owner, because);
    }

    /// <summary>Of volumes that lie on one machine, those that several services mount.</summary>
    private IEnumerable<IGrouping<string, ComposeService>> SharedVolumes() =>
        services.SelectMany(service => service.Node.Objects("volumes").Where(mount => mount.Text("type") == "volume").Select(mount => mount.Text("source")).OfType<string>()
                .Where(volume => volume.Length > 0 && IsOfOneMachine(volume)).Distinct().Select(volume => (Volume: volume, Service: service)))
            .GroupBy(pair => pair.Volume, pair => pair.Service).Where(group => group.Count() > 1);

    /// <summary>Folders of data that several services mount, and that become a volume of one machine, or a file system.</summary>
    private IEnumerable<IGrouping<string, ComposeService>> SharedFolders() =>
        services.SelectMany(service => service.Mounted.Distinct().Select(folder => (Folder: folder, Service: service))).GroupBy(pair => pair.Folder, pair => pair.Service).Where(group => group.Count() > 1 && holdsData(group.Key));

    /// <summary>A share of NFS, or a volume of another driver, many tasks can have.</summary>
    private bool IsOfOneMachine(string volume)
    {
        var definition = compose.Root.Object("volumes").Object(volume);
        return (definition.Text("driver") ?? "local") == "local" && definition.Object("driver_opts").Text("type") is not ("nfs" or "nfs4" or "cifs");
    }

    private void Share(string what, IReadOnlyList<ComposeService> users)
    {
        var main = MainOf(users.OrderBy(Rank).First());
        foreach (var user in users.Where(user => MainOf(user).Name != main.Name)) Own(user, main, $"it shares {what}, which only one task can have ('x-slipway: {{ service: {user.Name} }}' separates them, with a file system of EFS)");
    }

    /// <summary>What visitors reach first, then the application, then what it brings along.</summary>
    private static int Rank(ComposeService service) => service.Kind != ServiceKind.Application || ManagedServices.InPlaceOf(service) is not null ? 2 : service.Ports.Count > 0 ? 0 : 1;

    private ComposeService? WaitingFor(ComposeService job) =>
        services.FirstOrDefault(other => other.DependsOn.GetValueOrDefault(job.Name) == "service_completed_successfully" && !_jobs.Contains(other))
        ?? services.FirstOrDefault(other => other.DependsOn.GetValueOrDefault(job.Name) == "service_completed_successfully");

    /// <summary>The one of the same image, else the one that visitors reach, else the first.</summary>
    private ComposeService? LikeIt(ComposeService job)
    {
        var others = services.Where(other => other != job && !_jobs.Contains(other) && other.Kind == ServiceKind.Application && ManagedServices.InPlaceOf(other) is null).ToList();
        return others.OrderByDescending(other => IsSameImage(other, job)).ThenByDescending(other => other.Ports.Count > 0).FirstOrDefault();
    }

    private static bool IsSameImage(ComposeService one, ComposeService other) => one.IsBuilt && other.IsBuilt ? System.Text.Json.Nodes.JsonNode.DeepEquals(one.Node["build"], other.Node["build"]) : one.Image is { } image && image == other.Image;

    /// <summary>What is waited for until it has ended, and what Compose does not start again, as in a task that has all services.</summary>
    private static List<ComposeService> Jobs(IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files)
    {
        var peers = new PeerNames(services, files);
        var named = services.SelectMany(service => peers.NamedBy(service)).Select(pair => pair.Peer.Name).ToHashSet();
        return
        [
            .. services.Where(service => services.Any(other => other.DependsOn.GetValueOrDefault(service.Name) == "service_completed_successfully")
                || (service is { Restart: "no", Ports.Count: 0, HealthCommand.Count: 0, Kind: ServiceKind.Application } && !named.Contains(service.Name))),
        ];
    }
}
