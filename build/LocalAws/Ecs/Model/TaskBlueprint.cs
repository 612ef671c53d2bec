using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The part of a task definition that scheduling goes by.</summary>
/// <param name="StaticPorts">The host ports that only one task at a time can have.</param>
/// <param name="Cpu">CPU units that it reserves: its own, or its containers' together.</param>
/// <param name="Memory">MiB that it reserves: its own, or its containers' soft limits (else hard limits) together.</param>
public sealed record TaskBlueprint(
    string Arn, string Family, IReadOnlyList<ContainerBlueprint> Containers, IReadOnlySet<HostPort> StaticPorts, int Cpu, int Memory)
{
    /// <summary>Whether its ports are this machine's, whatever instance it is on.</summary>
    public bool IsOnHostNetwork { get; init; }

    public ContainerBlueprint Container(string name) => Containers.First(container => container.Name == name);

    public static TaskBlueprint Of(RegisteredTaskDefinition registered)
    {
        var containers = registered.Document.Containers;
        // A task in network mode awsvpc has its own.
        var ports = registered.Document.NetworkMode == "awsvpc" ? [] : containers.SelectMany(container => container.PortMappings).Where(port => port.HostPort > 0);
        return new(
            registered.Arn,
            registered.Family,
            [.. containers.Select(Of)],
            ports.Select(port => new HostPort(port.HostPort, port.Protocol)).ToHashSet(),
            registered.Document.Cpu ?? containers.Sum(container => container.Cpu ?? 0),
            registered.Document.Memory ?? containers.Sum(container => container.MemoryReservation ?? container.Memory ?? 0))
        {
            IsOnHostNetwork = registered.Document.NetworkMode == "host",
        };
    }

    private static ContainerBlueprint Of(ContainerDefinition container)
    {
        var links = container.Links.Select(link => new ContainerDependency(link.Split(':')[0], "START"));
        var volumes = container.Node.Members("volumesFrom").Select(source => new ContainerDependency($"{source["sourceContainer"]}", "START"));
        return new(
            container.Name,
            container.Image,
            container.Essential,
            container.HealthCheck is { Command: [not "NONE", ..] },
            [.. container.DependsOn, .. links, .. volumes],
            container.StopTimeout is { } stop ? TimeSpan.FromSeconds(stop) : null,
            container.Node.Amount("startTimeout") is { } start ? TimeSpan.FromSeconds(start) : null)
        {
            IsConsistent = container.Node["versionConsistency"]?.ToString() != "disabled",
            RestartPolicy = RestartPolicy.Of(container),
        };
    }
}

/// <summary>A port of the host, as in 8080 and tcp.</summary>
public sealed record HostPort(int Number, string Protocol);
