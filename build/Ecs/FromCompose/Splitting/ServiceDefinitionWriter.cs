using System.Text.Json.Nodes;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose.Splitting;

/// <summary>Writes the service definition of one service of a Compose application. Amazon ECS API reference, CreateService and ServiceConnectConfiguration.</summary>
/// <param name="space">The namespace of Cloud Map that joins the services.</param>
public sealed class ServiceDefinitionWriter(ServiceSplit split, string space)
{
    /// <param name="document">The task definition of the group.</param>
    public ServiceDefinition Write(ServiceGroup group, TaskDefinitionDocument document)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(document);
        var root = new JsonObject();
        if (group.Main.Replicas != 1) root["desiredCount"] = group.Main.Replicas;
        if (KeepsData(group, document))
        {
            // No two servers with the same data, and no rebalancing, which ECS does not take with that.
            root["deploymentConfiguration"] = new JsonObject { ["minimumHealthyPercent"] = 0, ["maximumPercent"] = 100 };
            root["availabilityZoneRebalancing"] = "DISABLED";
        }

        // Service Connect is for these two: ECS Developer Guide, "Service Connect".
        if (document.NetworkMode is TaskConversion.Bridge or TaskConversion.Awsvpc) root["serviceConnectConfiguration"] = Connect(group);
        return new(root);
    }

    private static bool KeepsData(ServiceGroup group, TaskDefinitionDocument document) =>
        document.Volumes.Any(volume => volume.OutlivesTask) && group.Members.Any(member => ManagedServices.InPlaceOf(member) is { Length: > 0 });

    private JsonObject Connect(ServiceGroup group)
    {
        var connect = new JsonObject { ["enabled"] = true, ["namespace"] = space };
        var services = new JsonArray([.. group.Members.SelectMany(member => split.PortsOf(member.Name).Select((port, index) => (JsonNode)Endpoint(member.Name, port, isFirst: index == 0)))]);
        if (services.Count > 0) connect["services"] = services;
        return connect;
    }

    /// <summary>One for each port: a client alias has one, and an endpoint one alias.</summary>
    private static JsonObject Endpoint(string service, ConnectedPort port, bool isFirst)
    {
        var endpoint = new JsonObject
        {
            ["portName"] = port.Name,
            ["discoveryName"] = isFirst ? ConnectedNames.OfDiscovery(service) : port.Name,
            ["clientAliases"] = new JsonArray(new JsonObject { ["port"] = port.Port, ["dnsName"] = ConnectedNames.OfClients(service) }),
        };
        // In Compose nothing ends a request that takes long; without this Service Connect does, after 15 seconds.
        if (port.Protocol is not null) endpoint["timeout"] = new JsonObject { ["perRequestTimeoutSeconds"] = 0 };
        return endpoint;
    }
}
