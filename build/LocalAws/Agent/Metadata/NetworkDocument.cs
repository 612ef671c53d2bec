using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>The <c>Networks</c> of a container's metadata.</summary>
public static class NetworkDocument
{
    /// <summary>Docker's resolver in a network that is not its own bridge.</summary>
    private const string Resolver = "127.0.0.11";

    private const string Bridge = "bridge";

    /// <param name="seen">The container on the engine.</param>
    /// <param name="interfaced">What has the task's network interface on the engine.</param>
    public static JsonArray Of(AgentTask task, ContainerInspectResponse? seen, ContainerInspectResponse? interfaced, int version) => task switch
    {
        { Interface: { } own } => [OfInterface(own, interfaced, version)],
        { Definition.NetworkMode: Bridge } when seen?.NetworkSettings?.Networks?.TryGetValue(Bridge, out var bridge) == true && !string.IsNullOrEmpty(bridge.IPAddress) =>
            [new JsonObject { ["NetworkMode"] = Bridge, ["IPv4Addresses"] = new JsonArray(bridge.IPAddress) }],
        { Definition.NetworkMode: Bridge } => [],
        _ => [new JsonObject { ["NetworkMode"] = task.Definition.NetworkMode }],
    };

    private static JsonObject OfInterface(AgentInterface own, ContainerInspectResponse? interfaced, int version)
    {
        var network = new JsonObject { ["NetworkMode"] = "awsvpc", ["IPv4Addresses"] = new JsonArray(own.Address) };
        if (version < 4)
            return network;
        network["AttachmentIndex"] = 0;
        if (interfaced?.NetworkSettings?.Networks?.Values.FirstOrDefault(known => known.IPAddress == own.Address) is { } engine)
        {
            network["MACAddress"] = engine.MacAddress;
            network["IPv4SubnetCIDRBlock"] = SubnetOf(own.Address, (int)engine.IPPrefixLen);
            network["SubnetGatewayIpv4Address"] = string.Create(CultureInfo.InvariantCulture, $"{engine.Gateway}/{engine.IPPrefixLen}");
        }

        network["DomainNameServers"] = new JsonArray(Resolver);
        network["DomainNameSearchList"] = new JsonArray(own.PrivateName[(own.PrivateName.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        network["PrivateDNSName"] = own.PrivateName;
        return network;
    }

    private static string SubnetOf(string address, int prefix)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] &= (byte)(0xFF << Math.Clamp(((index + 1) * 8) - prefix, 0, 8));
        return new IPNetwork(new(bytes), prefix).ToString();
    }
}
