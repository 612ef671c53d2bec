namespace Slipway.Ecs.Linting.Rules;

/// <summary>Port mappings.</summary>
internal static class PortRules
{
    private const int HighestPort = 65535;

    /// <summary>SSH, Docker, and the agent of ECS.</summary>
    private static readonly int[] ReservedPorts = [22, 2375, 2376, 51678, 51679, 51680];

    public static readonly Check[] All =
    [
        Check.Error("ECS070", "Two ports where there can be one", "Leave 'hostPort' out, or make it the container's port: in this network mode nothing translates between them.", Documents.Api("PortMapping"), Each(Same)),
        Check.Error("ECS071", "A port of a task without a network", "Remove 'portMappings', or use another network mode.", Documents.Parameters, Check.Each(NoNetwork)),
        Check.Error("ECS072", "A port of the host that is taken twice", "Give one of them another port, or 'hostPort' 0 in network mode bridge.", Documents.Registration, TakenTwice),
        Check.Warning("ECS073", "TCP and UDP on one port", "Check that both are meant; a load balancer takes one of them.", Documents.Api("PortMapping"), Check.Each(TwoProtocols)),
        Check.Error("ECS074", "A range of ports beside a port", "Use 'containerPortRange', or 'containerPort' and 'hostPort'.", Documents.Api("PortMapping"), Each(Range)),
        Check.Error("ECS075", "A name of a port that ECS does not take", "Use 1 to 64 lower-case letters, digits, hyphens and underscores, not beginning with a hyphen.", Documents.Api("PortMapping"), Each(Name)),
        Check.Warning("ECS076", "A port that the host needs itself", "Use another 'hostPort': SSH, Docker and the ECS agent have that one.", Documents.Api("PortMapping"), Each(Reserved)),
        Check.Error("ECS077", "A port that does not exist", "Use 1 to 65535; 'hostPort' may be 0, for a port that ECS chooses.", Documents.Api("PortMapping"), Each(Exists)),
        Check.Error("ECS078", "Two ports of one name", "Give each port mapping of the task a name of its own.", Documents.Registration, Names),
    ];

    private static Func<TaskSubject, IEnumerable<Problem>> Each(Func<PortSubject, IEnumerable<Problem>> find) => Check.Each(container => container.Ports.SelectMany(find));

    private static IEnumerable<Problem> Same(PortSubject port)
    {
        var mode = port.Container.Task.NetworkMode;
        if (mode is "awsvpc" or "host" && port is { HostPort: not (null or 0), ContainerPort: not null } && port.HostPort != port.ContainerPort)
            yield return new(port.Value.Member("hostPort")!, $"{port.Container.Label} has port {port.ContainerPort}, and host port {port.HostPort} in network mode '{mode}'.");
    }

    private static IEnumerable<Problem> NoNetwork(ContainerSubject container)
    {
        if (container.Task.NetworkMode == "none" && container.Value.Member("portMappings") is { Items.Count: > 0 } at)
            yield return new(at, $"{container.Label} maps ports, and the network mode is 'none'.");
    }

    private static IEnumerable<Problem> TakenTwice(TaskSubject task) =>
        from container in task.Containers
        from port in container.Ports
        where port.TakenPort is not null
        group port by (port.TakenPort, port.Protocol) into same
        from second in same.Skip(1)
        select new Problem(second.Value, $"Port {same.Key.TakenPort}/{same.Key.Protocol} of the host is taken before: {same.First().Container.Label} has it.");

    private static IEnumerable<Problem> TwoProtocols(ContainerSubject container) =>
        from port in container.Ports
        where port.ContainerPort is not null
        group port by port.ContainerPort into same
        where same.Select(port => port.Protocol).Distinct().Count() > 1
        select new Problem(same.Last().Value, $"{container.Label} has port {same.Key} both by TCP and by UDP.");

    private static IEnumerable<Problem> Range(PortSubject port)
    {
        if (port.Value.Member("containerPortRange") is not { Scalar: { } text } at) yield break;
        var range = Patterns.PortRange().Match(text);
        if (!range.Success || !IsRange(int.Parse(range.Groups["first"].ValueSpan), int.Parse(range.Groups["last"].ValueSpan)))
            yield return new(at, $"{port.Container.Label} has the port range '{text}', which is no first-last within 1 to {HighestPort}.");
        else if (port.ContainerPort is not null || port.HostPort is not null)
            yield return new(at, $"{port.Container.Label} has the port range {text} and, in the same mapping, a port.");
    }

    private static bool IsRange(int first, int last) => first >= 1 && first <= last && last <= HighestPort;

    private static IEnumerable<Problem> Name(PortSubject port)
    {
        if (port.Value.Member("name") is { Scalar: { } name } at && !Patterns.PortName().IsMatch(name)) yield return new(at, $"{port.Container.Label} calls a port '{name}'.");
    }

    private static IEnumerable<Problem> Names(TaskSubject task) =>
        from container in task.Containers
        from port in container.Ports
        let name = port.Value.Member("name")
        where name?.Scalar is not null
        group (container, name) by name.Scalar into same
        from second in same.Skip(1)
        select new Problem(second.name, $"{second.container.Label} calls a port '{same.Key}', and container '{same.First().container.Name}' has one of that name.");

    private static IEnumerable<Problem> Reserved(PortSubject port)
    {
        if (!port.Container.Task.OnFargate && port.Container.Task.NetworkMode is "bridge" or "host" && port.TakenPort is { } taken && ReservedPorts.Contains((int)taken))
            yield return new(port.Value, $"{port.Container.Label} takes port {taken} of the host.");
    }

    private static IEnumerable<Problem> Exists(PortSubject port)
    {
        if (port.ContainerPort is < 1 or > HighestPort) yield return new(port.Value.Member("containerPort")!, $"{port.Container.Label} has port {port.ContainerPort}.");
        if (port.HostPort is < 0 or > HighestPort) yield return new(port.Value.Member("hostPort")!, $"{port.Container.Label} has host port {port.HostPort}.");
    }
}
