using Slipway.Ecs.TaskDefinitions;

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
    /// <param name="holdsData">Whether a folder of this machine that is mounted becomes a volume of data.</param>
    public ServiceSplit(
        ComposeDocument compose, IReadOnlyList<ComposeService> services, IReadOnlyDictionary<string, ServiceHints> hints, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files, Func<string, bool> holdsData, bool isRehearsal)
    {
        Hints = hints;
        Replaced = isRehearsal ? new Dictionary<string, string>() : FindReplaced(services, hints);
        var there = services.Where(service => !Replaced.ContainsKey(service.Name)).ToList();
        var sidecars = new Sidecars(compose, there, hints, files, holdsData);
        _owners = sidecars.Find();
        _order = new(there, new(there, files));
        var groups = there.Where(service => !_owners.ContainsKey(service.Name)).Select(main => new ServiceGroup(NameOf(main), main, [.. there.Where(service => sidecars.MainOf(service).Name == main.Name)])).ToList();
        var order = new ServiceOrder([.. groups.DistinctBy(group => group.Name)], _order);
        Groups = groups.ConvertAll(group => group with { After = [.. groups.Select(other => other.Name).Where(order.Before(group.Name).Contains)] });
        Unreached = order.Unreached;
        _ports = Connect(there, files);
        Displaced = FindDisplaced();
        Ending = [.. groups.Where(group => sidecars.IsJob(group.Main)).Select(group => group.Main.Name)];
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

    /// <summary>Compose services that may do their work and end, and that no other one's task has.</summary>
    public IReadOnlyList<string> Ending { get; }

    /// <summary>Compose services that others call, and of which no port is known.</summary>
    public IReadOnlyList<string> WithoutPort => [.. Members.Where(member => IsCalled(member) && PortsOf(member.Name).Count == 0 && ServicePorts.OfUdp(member).Count == 0).Select(member => member.Name)];

    /// <summary>By Compose service: its ports of UDP, at which Service Connect leads nobody.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> UdpPorts => Members.Select(member => (member.Name, Ports: ServicePorts.OfUdp(member))).Where(member => member.Ports.Count > 0).ToDictionary(member => member.Name, member => member.Ports);

    private IEnumerable<ComposeService> Members => Groups.SelectMany(group => group.Members);

    public IReadOnlyList<ConnectedPort> PortsOf(string service) => _ports.GetValueOrDefault(service) ?? [];

    /// <summary>Two groups of one name, which differ in upper and lower case at most; null when there are none.</summary>
    public (string First, string Second)? Clash =>
        Groups.GroupBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => ((string, string)?)(same.First().Main.Name, same.Last().Main.Name)).FirstOrDefault();

    /// <summary>
    /// Ports that Compose publishes on this machine and that a container instance cannot have for them, by the Compose service and as in <c>8080/tcp</c>: another service has it, on
    /// another address of the machine, or there are several tasks.
    /// </summary>
    public IReadOnlyDictionary<(string Service, string Port), DisplacedPort> Displaced { get; }

    /// <summary>By Compose service whose task is in a network that Service Connect has not: the network mode. On Fargate there is none.</summary>
    public IReadOnlyDictionary<string, string> OwnNetworks(LaunchType launchType) => launchType == LaunchType.Fargate ? new Dictionary<string, string>() : Groups
        .Select(group => (group.Members, Modes: group.Members.Select(member => member.Node.Text("network_mode")).Distinct().ToList())).Where(group => group.Modes is ["host" or "none"])
        .SelectMany(group => group.Members, (group, member) => (member.Name, Mode: group.Modes[0]!)).ToDictionary(member => member.Name, member => member.Mode);

    /// <summary>What the task of a group is beside.</summary>
    public TaskSurroundings Around(ServiceGroup group, LaunchType launchType)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new() { Members = [.. group.Members.Select(member => member.Name)], Replaced = Replaced, Ports = _ports, Unjoined = Unjoined(launchType), Displaced = Displaced, Hints = Hints };
    }

    private Dictionary<string, string> Unjoined(LaunchType launchType)
    {
        var unjoined = OwnNetworks(launchType).ToDictionary(service => service.Key, service => $"Service Connect has no network mode {service.Value}");
        foreach (var service in UdpPorts.Keys.Where(service => PortsOf(service).Count == 0)) unjoined.TryAdd(service, "Service Connect is of TCP, and it listens on UDP");
        return unjoined;
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

    private Dictionary<(string Service, string Port), DisplacedPort> FindDisplaced()
    {
        var displaced = new Dictionary<(string, string), DisplacedPort>();
        var owners = new Dictionary<string, ServiceGroup>();
        var published = Groups.SelectMany(group => group.Members.SelectMany(member => member.Ports.Where(port => port.Published > 0).Select(port => (group, member, port))));
        foreach (var (group, member, port) in published.OrderBy(one => one.port.IsLoopback))
        {
            var name = $"{port.Published}/{port.Protocol}";
            if (group.Main.Replicas > 1) displaced.TryAdd((member.Name, name), new($"there are {group.Main.Replicas} tasks", IsTaken: false));
            else if (owners.TryGetValue(name, out var owner) && owner != group) displaced.TryAdd((member.Name, name), new($"it is that of '{owner.Main.Name}'", IsTaken: true));
            else owners.TryAdd(name, group);
        }

        return displaced;
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
