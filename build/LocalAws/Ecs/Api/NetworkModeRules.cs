using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What RegisterTaskDefinition refuses of containers in a network mode: ECS's words for awsvpc and for ports, unconfirmed for links and ports elsewhere.</summary>
internal static class NetworkModeRules
{
    /// <exception cref="AwsErrorException"><c>ClientException</c>.</exception>
    public static void Check(TaskDefinitionDocument document)
    {
        if (document.NetworkMode == "bridge")
            return;
        foreach (var container in document.Containers)
        {
            if (WhyNot(document.NetworkMode, container) is { } why)
                throw EcsErrors.Client(why);
        }
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
            : null;
    }
}
