namespace Slipway.Ecs.FromCompose;

/// <summary>
/// In which order containers start. Dependencies decide first; what a service names comes before it where that is possible. ECS takes
/// no cycles, so what would make one is left out.
/// </summary>
internal sealed class StartOrder
{
    private readonly Dictionary<string, List<ComposeService>> _before;
    private readonly Dictionary<string, List<string>> _unreached;

    public StartOrder(IReadOnlyList<ComposeService> services)
    {
        _before = services.ToDictionary(service => service.Name, _ => new List<ComposeService>());
        _unreached = services.ToDictionary(service => service.Name, _ => new List<string>());
        foreach (var service in services)
        {
            foreach (var target in services.Where(other => service.DependsOn.ContainsKey(other.Name))) TryAdd(service, target);
        }

        foreach (var service in services)
        {
            var linked = service.Node.Texts("links").Select(link => link.Split(':')[0]).ToHashSet();
            foreach (var peer in services.Where(other => linked.Contains(other.Name)).Union(PeerNames.NamedBy(service, services)))
            {
                if (!TryAdd(service, peer)) _unreached[service.Name].Add(peer.Name);
            }
        }

        var sorted = new List<ComposeService>();
        foreach (var service in services) Visit(service, sorted);
        Services = sorted;
    }

    /// <summary>Each after those that it needs.</summary>
    public IReadOnlyList<ComposeService> Services { get; }

    public bool StartsBefore(ComposeService first, ComposeService second) => _before[second.Name].Contains(first);

    /// <summary>Those that a service needs to reach and that start before it.</summary>
    public IReadOnlyList<ComposeService> PeersOf(ComposeService service) => _before[service.Name];

    /// <summary>Names of those that a service needs to reach and that start after it.</summary>
    public IReadOnlyList<string> UnreachedBy(ComposeService service) => _unreached[service.Name];

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
