namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>A Compose application as several services of ECS, in one environment.</summary>
public sealed class ServiceSplit
{
    private readonly IReadOnlyDictionary<string, (ComposeService With, string Because)> _owners;
    private readonly StartOrder _order;
    private readonly Dictionary<string, IReadOnlyList<ConnectedPort>> _ports;

    /// <param name="services">Those that the environment could have.</param>
    /// <param name="hints">By Compose service; those that name others name some that are there.</param>
    /// <param name="files">By Compose service: text files that its container has.</param>
    public ServiceSplit(ComposeDocument compose, IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, ServiceHints> hints, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files, bool isRehearsal)
    {
        Hints = hints;
        Replaced = isRehearsal ? new Dictionary<string, string>() : FindReplaced(services, hints);
        var there = services.Where(service => !Replaced.ContainsKey(service.Name)).ToList();
        var sidecars = new Sidecars(compose, there, hints, files);
        _owners = sidecars.Find();
        _order = new(there, new(there, files));
        var groups = there.Where(service => !_owners.ContainsKey(service.Name)).Select(main => new ServiceGroup(NameOf(main), main, [.. there.Where(service => sidecars.MainOf(service).Name == main.Name)])).ToList();
        var order = new ServiceOrder([.. groups.DistinctBy(group => group.Name)], _order);
        Groups = groups.ConvertAll(group => group with { After = [.. groups.Select(other => other.Name).Where(order.Before(group.Name).Contains)] });
        Unreached = order.Unreached;
        _ports = Connect(there, files);
    }

    /// <summary>One for each service of ECS, in the order of the Compose file.</summary>
    public IReadOnlyList<ServiceGroup> Groups { get; }

    /// <summary>By Compose service that only the rehearsal has: what takes its place, such as <c>RDS</c>; empty where nothing does.</summary>
    public IReadOnlyDictionary<string, string> Replaced { get; }

    public IReadOnlyDictionary<string, ServiceHints> Hints { get; }

    /// <summary>Names of services that call one that is deployed after them, each with that one.</summary>
    public IReadOnlyList<(string Caller, string Called)> Unreached { get; }

    /// <summary>By Compose service that is a container in another one's task: that one's name, and why, a part of a sentence.</summary>
    public IReadOnlyDictionary<string, (string With, string Because)> Sidecars => _owners.ToDictionary(owner => owner.Key, owner => (owner.Value.With.Name, owner.Value.Because));

    /// <summary>Compose services that others call, and of which no port is known.</summary>
    public IReadOnlyList<string> WithoutPort => [.. Groups.SelectMany(group => group.Members).Where(member => IsCalled(member) && PortsOf(member.Name).Count == 0).Select(member => member.Name)];

    public IReadOnlyList<ConnectedPort> PortsOf(string service) => _ports.GetValueOrDefault(service) ?? [];

    /// <summary>Two groups of one name, which differ in upper and lower case at most; null when there are none.</summary>
    public (string First, string Second)? Clash =>
        Groups.GroupBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => ((string, string)?)(same.First().Main.Name, same.Last().Main.Name)).FirstOrDefault();

    /// <summary>What the task of a group is beside.</summary>
    public TaskSurroundings Around(ServiceGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new() { Members = [.. group.Members.Select(member => member.Name)], Replaced = Replaced, Ports = _ports, Hints = Hints };
    }

    /// <summary>And those that are in the task of one.</summary>
    private static Dictionary<string, string> FindReplaced(IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, ServiceHints> hints)
    {
        var replaced = new Dictionary<string, string>();
        foreach (var service in services)
        {
            var own = hints.GetValueOrDefault(service.Name) ?? ServiceHints.None;
            if (own.IsOnlyInRehearsal) replaced[service.Name] = ManagedServices.InPlaceOf(service) ?? "";
            else if (own is { Service: null, With: null } && ManagedServices.InPlaceOf(service) is { } other) replaced[service.Name] = other;
        }

        for (var before = -1; before != replaced.Count;)
        {
            before = replaced.Count;
            foreach (var beside in services.Where(service => hints.GetValueOrDefault(service.Name)?.With is { } with && replaced.ContainsKey(with))) replaced.TryAdd(beside.Name, "");
        }

        return replaced;
    }

    private string NameOf(ComposeService main) => Hints.GetValueOrDefault(main.Name)?.Service ?? main.ContainerName;

    private Dictionary<string, IReadOnlyList<ConnectedPort>> Connect(IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files)
    {
        var known = new ServicePorts(services, files);
        return services.Where(IsKnown).Select(service => (service.Name, Ports: known.Of(service))).Where(service => service.Ports.Count > 0)
            .ToDictionary(service => service.Name, service => (IReadOnlyList<ConnectedPort>)[.. service.Ports.Select(port => new ConnectedPort(ConnectedNames.OfPort(service.Name, port.Port), port.Port, port.Protocol))]);
    }

    /// <summary>Whether the others know it: it publishes a port, or they call it. What nobody calls, such as a worker, is a client only.</summary>
    private bool IsKnown(ComposeService service) => service.Ports.Any(port => port.Protocol == "tcp") || service.Node.Says("expose") || IsCalled(service);

    private bool IsCalled(ComposeService service)
    {
        var group = Groups.First(one => one.Has(service.Name));
        return Groups.Where(other => other != group).SelectMany(other => other.Members)
            .Any(caller => caller.DependsOn.GetValueOrDefault(service.Name) is not (null or "service_completed_successfully") || caller.Node.Texts("links").Any(link => link.Split(':')[0] == service.Name)
                || _order.NamesOf(caller, service).Any() || _order.GuessedFor(caller).Contains(service.Name));
    }
}
