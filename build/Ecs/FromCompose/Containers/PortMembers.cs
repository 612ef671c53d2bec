using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Published ports, and those at which other services are reached. Ports that are only exposed within a task need nothing: its containers reach each other on all.</summary>
internal static partial class PortMembers
{
    private const string Key = "ports";

    public static IReadOnlyList<string> Keys { get; } = [Key, "expose"];

    public static void Add(ServiceConversion conversion)
    {
        var mappings = conversion.Service.Ports.Select(port => Convert(conversion, port)).OfType<JsonObject>().ToList();
        foreach (var port in conversion.Task.PortsOf(conversion.Service)) Connect(conversion, port, mappings);
        if (mappings.Count > 0) conversion.Container["portMappings"] = mappings.ToJson();
        else WarnOfRouted(conversion);
    }

    /// <summary>Service Connect takes a port by the name of its mapping. Amazon ECS API reference, PortMapping.</summary>
    private static void Connect(ServiceConversion conversion, ConnectedPort port, List<JsonObject> mappings)
    {
        var mapping = mappings.Find(known => known.Integer("containerPort") == port.Port && known.Text("protocol") == "tcp");
        if (mapping is null)
        {
            mapping = new() { ["containerPort"] = port.Port };
            // Any that is free.
            if (conversion.Task.NetworkMode == TaskConversion.Bridge) mapping["hostPort"] = 0;
            mapping["protocol"] = "tcp";
            mappings.Add(mapping);
        }

        mapping["name"] = port.Name;
        if (port.Protocol is { } protocol) mapping["appProtocol"] = protocol;
    }

    /// <summary>What Traefik leads visitors to by a label needs no port in Compose. A load balancer of AWS needs one.</summary>
    private static void WarnOfRouted(ServiceConversion conversion)
    {
        if (conversion.From.Members("labels").FirstOrDefault(label => TraefikPort().IsMatch(label.Key)).Value.Text() is { } port)
            conversion.Warn(Key, $"a label has Traefik lead visitors to port {port}, which is not published; a load balancer reaches it with 'ports: [\"{port}\"]'");
    }

    private static JsonObject? Convert(ServiceConversion conversion, ComposePort port)
    {
        if (port.Protocol is not ("tcp" or "udp"))
        {
            conversion.Warn(Key, $"{port.Target}/{port.Protocol}: ECS knows tcp and udp only; it is left out");
            return null;
        }

        var owner = PrivatePorts.Owner(conversion.Service, port.Target);
        if (!conversion.Options.IsRehearsal && (conversion.Service.Kind != ServiceKind.Application || owner is not null))
        {
            conversion.Warn(Key, $"{port.Target} is a port of {owner ?? "a server that only the application asks"}: Compose publishes it for people at this machine, so it is left out; containers of the task reach it all the same");
            return null;
        }

        var isHidden = port.IsLoopback && !conversion.Options.IsRehearsal;
        if (isHidden)
            conversion.Warn(Key, $"{port.Target} is published on {port.HostIp} only, and ECS publishes on all addresses; it is kept for a load balancer, so let no one else in by the security group");
        if (port is { HostIp: not ("" or "0.0.0.0" or "::"), IsLoopback: false })
            conversion.Warn(Key, $"{port.Target} is published on {port.HostIp} only; ECS publishes on all addresses, so a security group has to close the others");
        var own = conversion.Task.NetworkMode is not TaskConversion.Bridge;
        var displaced = own ? null : conversion.Options.Surroundings?.Displaced.GetValueOrDefault((conversion.Service.Name, $"{port.Published}/{port.Protocol}"));
        if (displaced is not null)
            conversion.Warn(Key, $"{port.Published}:{port.Target}: a container instance has port {port.Published} once, and {displaced.Because}; it chooses a free one, to which a load balancer can lead");
        var host = own ? port.Target : isHidden || displaced is not null ? 0 : port.Published;
        if (host > 0 && !Take(conversion, port, host)) return null;
        if (own && port.Published > 0 && port.Published != port.Target)
            conversion.Warn(Key, $"{port.Published}:{port.Target}: in network mode {conversion.Task.NetworkMode} the host's port is the container's, {port.Target}");
        var mapping = new JsonObject { ["containerPort"] = port.Target };
        if (!own) mapping["hostPort"] = host;
        mapping["protocol"] = port.Protocol;
        return mapping;
    }

    private static bool Take(ServiceConversion conversion, ComposePort port, int host)
    {
        var name = $"{host}/{port.Protocol}";
        if (conversion.Task.HostPorts.TryAdd(name, conversion.Service.Name)) return true;
        var taken = conversion.Task.HostPorts[name];
        conversion.Warn(Key, $"{name} is {(taken == conversion.Service.Name ? "mapped twice" : $"that of '{taken}' already")}; the second mapping is left out");
        return false;
    }

    [GeneratedRegex(@"^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$", RegexOptions.IgnoreCase)]
    private static partial Regex TraefikPort();
}
