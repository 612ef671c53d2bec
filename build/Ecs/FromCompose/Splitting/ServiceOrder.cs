namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>
/// In which order services are deployed. A task of Service Connect knows the names that were there when its deployment began, so who calls another one is deployed after it; what
/// would make a circle is left out, dependencies first.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
/// </summary>
internal sealed class ServiceOrder
{
    private readonly Dictionary<string, List<string>> _before;
    private readonly List<(string Caller, string Called)> _unreached = [];

    /// <param name="order">Of the single Compose services.</param>
    public ServiceOrder(IReadOnlyList<ServiceGroup> groups, StartOrder order)
    {
        _before = groups.ToDictionary(group => group.Name, _ => new List<string>());
        foreach (var (group, name) in groups.SelectMany(group => group.Members.SelectMany(member => member.DependsOn.Keys).Select(name => (group, name)))) TryAdd(group, groups.FirstOrDefault(other => other.Has(name)));
        foreach (var (group, peer) in groups.SelectMany(group => group.Members.SelectMany(member => order.PeersOf(member).Select(peer => peer.Name).Concat(order.UnreachedBy(member))).Select(name => (group, name))))
        {
            var other = groups.FirstOrDefault(one => one.Has(peer));
            if (!TryAdd(group, other)) _unreached.Add((group.Name, other!.Name));
        }
    }

    /// <summary>Names of groups that call one that is deployed after them, each with that one.</summary>
    public IReadOnlyList<(string Caller, string Called)> Unreached => [.. _unreached.Distinct()];

    public IReadOnlyList<string> Before(string group) => _before[group];

    /// <returns>False where it would lead in a circle.</returns>
    private bool TryAdd(ServiceGroup group, ServiceGroup? before)
    {
        if (before is null || before.Name == group.Name || _before[group.Name].Contains(before.Name)) return true;
        if (Needs(before.Name, group.Name)) return false;
        _before[group.Name].Add(before.Name);
        return true;
    }

    private bool Needs(string group, string other) => _before[group].Exists(before => before == other || Needs(before, other));
}
