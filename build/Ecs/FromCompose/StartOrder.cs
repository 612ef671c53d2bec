namespace Slipway.Ecs.FromCompose;

/// <summary>
/// In which order containers start. Dependencies decide first; what a service names comes before it where that is possible. ECS takes
/// no cycles, so what would make one is left out.
/// </summary>
internal sealed class StartOrder
{
    private readonly Dictionary<string, List<ComposeService>> _before;
    private readonly Dictionary<string, List<string>> _unreached;
    private readonly Dictionary<string, IReadOnlyList<(ComposeService Peer, string Name)>> _named = [];
    private readonly Dictionary<string, List<string>> _guessed;

    public StartOrder(IReadOnlyList<ComposeService> services, PeerNames peers)
    {
        _before = services.ToDictionary(service => service.Name, _ => new List<ComposeService>());
        _unreached = services.ToDictionary(service => service.Name, _ => new List<string>());
        _guessed = services.ToDictionary(service => service.Name, _ => new List<string>());
        foreach (var service in services)
        {
            foreach (var target in services.Where(other => service.DependsOn.ContainsKey(other.Name))) TryAdd(service, target);
        }

        // Where two name each other, the one that visitors reach asks the other; what that one says is mostly the address of the application itself.
        foreach (var service in services.OrderBy(service => service.Kind == ServiceKind.Application && service.Ports.Count > 0 ? 0 : 1)) AddNamed(service, services, [.. peers.NamedBy(service)]);
        AddUnreached(services);
        var sorted = new List<ComposeService>();
        foreach (var service in services) Visit(service, sorted);
        Services = sorted;
    }

    /// <summary>Each after those that it needs.</summary>
    public IReadOnlyList<ComposeService> Services { get; }

    public bool StartsBefore(ComposeService first, ComposeService second) => _before[second.Name].Contains(first);

    /// <summary>Those that a service needs to reach and that start before it.</summary>
    public IReadOnlyList<ComposeService> PeersOf(ComposeService service) => _before[service.Name];

    /// <summary>The names by which a service calls another one.</summary>
    public IEnumerable<string> NamesOf(ComposeService service, ComposeService peer) => _named[service.Name].Where(pair => pair.Peer == peer).Select(pair => pair.Name);

    /// <summary>Names of those that a service needs to reach and that start after it.</summary>
    public IReadOnlyList<string> UnreachedBy(ComposeService service) => _unreached[service.Name];

    /// <summary>Names of databases and caches that no service names, and that this one is most likely to use.</summary>
    public IReadOnlyList<string> GuessedFor(ComposeService service) => _guessed[service.Name];

    private void AddNamed(ComposeService service, IReadOnlyList<ComposeService> services, IReadOnlyList<(ComposeService Peer, string Name)> named)
    {
        var linked = service.Node.Texts("links").Select(link => link.Split(':')[0]).ToHashSet();
        foreach (var peer in services.Where(other => linked.Contains(other.Name)).Union(named.Select(pair => pair.Peer)))
        {
            if (!TryAdd(service, peer)) _unreached[service.Name].Add(peer.Name);
        }

        _named[service.Name] = named;
    }

    /// <summary>A program may have the name of its database in its code, where nobody looks: what is built is the application.</summary>
    private void AddUnreached(IReadOnlyList<ComposeService> services)
    {
        var applications = services.Where(service => service.Kind == ServiceKind.Application && !ServiceKinds.IsCompanion(service)).ToList();
        var users = applications.Exists(service => service.IsBuilt) ? applications.FindAll(service => service.IsBuilt) : applications;
        foreach (var store in services.Where(service => service.Kind != ServiceKind.Application && !applications.Exists(other => _before[other.Name].Contains(service))))
        {
            foreach (var user in users.Where(user => TryAdd(user, store))) _guessed[user.Name].Add(store.Name);
        }
    }

    private bool TryAdd(ComposeService service, ComposeService before)
    {
        if (service == before || Needs(before, service)) return false;
        if (!_before[service.Name].Contains(before)) _before[service.Name].Add(before);
        return true;
    }

    private bool Needs(ComposeService service, ComposeService other) => _before[service.Name].Any(before => before == other || Needs(before, other));

    private void Visit(ComposeService service, List<ComposeService> sorted)
    {
        if (sorted.Contains(service)) return;
        foreach (var before in _before[service.Name]) Visit(before, sorted);
        sorted.Add(service);
    }
}
