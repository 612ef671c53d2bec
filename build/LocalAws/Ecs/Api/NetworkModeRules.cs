using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What RegisterTaskDefinition refuses of containers in a network mode: ECS's words for awsvpc and for ports, unconfirmed for links and for ports in mode none.</summary>
internal static class NetworkModeRules
{
    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static void Check(TaskDefinitionDocument document)
    {
        var isBridge = document.NetworkMode == "bridge";
        var reasons = isBridge ? [] : document.Containers.Select(container => WhyNot(document.NetworkMode, container));
        if (reasons.FirstOrDefault(why => why is not null) is { } reason)
            throw EcsErrors.Client(reason);
        var ports = document.Containers.SelectMany(container => container.PortMappings).Select(port => (Number: isBridge ? port.HostPort : port.ContainerPort, port.Protocol));
        // https://github.com/aws/amazon-ecs-agent/issues/1220; on Fargate, whose ports are those of the task's own interface, it is the same sentence.
        if (ports.Where(port => port.Number != 0).GroupBy(port => port).FirstOrDefault(same => same.Count() > 1)?.Key is ({ } number, { } protocol))
            throw EcsErrors.Client($"{protocol.ToUpperInvariant()} host port '{number}' is mapped multiple times in task.");
    }

    private static string? WhyNot(string mode, ContainerDefinition container)
    {
        if (container.Links.Count > 0)
            return $"Links are not supported when networkMode={mode}";
        if (mode == "none" && container.PortMappings.Count > 0)
            return "Port mappings are not supported when networkMode=none";
        if (container.PortMappings.Any(port => port.HostPort != 0 && port.HostPort != port.ContainerPort))
            return $"When networkMode={mode}, the host ports and container ports in port mappings must match.";
        if (mode != "awsvpc")
            return null;
        return container.Node.Members("extraHosts").Count > 0 ? "Extra hosts are not supported on container when networkMode=awsvpc"
            : container.Hostname is { Length: > 0 } ? "hostname is not supported on container when networkMode=awsvpc"
            : container.Node.Words("dnsServers").Count > 0 ? "DNS servers are not supported on container when networkMode=awsvpc"
            : container.Node.Switch("disableNetworking") ? "Disable Networking is not supported on container when networkMode=awsvpc"
            : null;
    }
}
