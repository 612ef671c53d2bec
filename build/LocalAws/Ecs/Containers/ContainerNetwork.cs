using System.Globalization;
using Docker.DotNet.Models;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>The network of a container: Docker's own bridge, this machine's stack, none, or the one that the containers of its task share.</summary>
internal static class ContainerNetwork
{
    /// <summary>Writes it into the settings of a container that has the rest already.</summary>
    public static void Apply(CreateContainerParameters settings, TaskSnapshot task, ContainerDefinition container)
    {
        var host = settings.HostConfig!;
        if (task.HasInterface)
        {
            // Host name, resolver and published ports are those of the container that has the network interface.
            host.NetworkMode = $"container:{EngineNames.Pause(task)}";
            settings.Hostname = "";
            return;
        }

        host.NetworkMode = task.Definition.NetworkMode;
        host.ExtraHosts = [.. container.Node.Members("extraHosts").Select(name => $"{name["hostname"]}:{name["ipAddress"]}"), .. task.Hosts];
        host.DNS = container.Node.Words("dnsServers") is { Count: > 0 } own ? [.. own] : task.Resolver is { } resolver ? [resolver] : [];
        host.DNSSearch = [.. container.Node.Words("dnsSearchDomains")];
        if (task.Definition.NetworkMode != EngineNames.Bridge)
            return;
        host.Links = [.. container.Links.Select(link => Link(task, link))];
        host.PortBindings = container.PortMappings.GroupBy(Port).ToDictionary(ports => ports.Key, ports => (IList<PortBinding>)[.. ports.Select(port => Publish(port, task.HasMachinePorts))]);
        settings.ExposedPorts = host.PortBindings.Keys.ToDictionary(port => port, _ => default(EmptyStruct));
    }

    /// <summary>Publishes a port of a container in network mode bridge at an address of this machine that other containers reach, beside loopback.</summary>
    public static void Publish(CreateContainerParameters settings, int containerPort, string address)
    {
        foreach (var (port, bindings) in settings.HostConfig!.PortBindings.Where(port => port.Key.Split('/')[0] == $"{containerPort}"))
            bindings.Add(new() { HostIP = address, HostPort = bindings[0].HostPort });
    }

    /// <summary>A container's <c>systemControls</c> that are of its network, or those that are not.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Controls(ContainerDefinition container, bool ofNetwork) => container.Node.Members("systemControls")
        .Select(control => KeyValuePair.Create($"{control["namespace"]}", $"{control["value"]}"))
        .Where(control => control.Key.StartsWith("net.", StringComparison.Ordinal) == ofNetwork);

    /// <summary>In network mode host: the ports that a container names are this machine's.</summary>
    public static IReadOnlyList<NetworkBinding> OfHost(ContainerDefinition container) =>
        [.. container.PortMappings.Select(port => new NetworkBinding("0.0.0.0", port.ContainerPort, port.ContainerPort, port.Protocol))];

    /// <summary>The agent names the container on the engine, and as alias the one that is given, or the container's name in the task definition.</summary>
    private static string Link(TaskSnapshot task, string link)
    {
        var parts = link.Split(':');
        return $"{EngineNames.Container(task, parts[0])}:{parts[^1]}";
    }

    private static string Port(PortMapping port) => string.Create(CultureInfo.InvariantCulture, $"{port.ContainerPort}/{port.Protocol}");

    private static PortBinding Publish(PortMapping port, bool asNamed) =>
        new() { HostIP = "127.0.0.1", HostPort = port.HostPort > 0 && asNamed ? string.Create(CultureInfo.InvariantCulture, $"{port.HostPort}") : "" };
}
