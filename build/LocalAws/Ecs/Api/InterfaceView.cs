using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>The network interface of a task in network mode awsvpc, as DescribeTasks shows it; an answer of AWS is the source.</summary>
internal static class InterfaceView
{
    /// <summary>The task's <c>attachments</c>.</summary>
    public static JsonArray AttachmentsOf(EcsTask task, EcsArns arns)
    {
        if (task.Interface is not { } own)
            return [];
        var details = new JsonArray(Detail("subnetId", own.SubnetId));
        if (own.Address is { } address)
        {
            details.Add(Detail("networkInterfaceId", own.InterfaceId));
            details.Add(Detail("macAddress", own.MacAddress ?? ""));
            details.Add(Detail("privateDnsName", arns.PrivateName(address)));
            details.Add(Detail("privateIPv4Address", address));
        }

        var status = task.LastStatus >= EcsTaskStatus.Stopped ? "DELETED" : own.Address is null ? "PRECREATED" : "ATTACHED";
        return [new JsonObject { ["id"] = own.AttachmentId.ToString(), ["type"] = "ElasticNetworkInterface", ["status"] = status, ["details"] = details }];
    }

    /// <summary>A container's <c>networkInterfaces</c>.</summary>
    public static JsonArray InterfacesOf(EcsTask task) => task.Interface is { Address: { } address } own
        ? [new JsonObject { ["attachmentId"] = own.AttachmentId.ToString(), ["privateIpv4Address"] = address }]
        : [];

    private static JsonObject Detail(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
