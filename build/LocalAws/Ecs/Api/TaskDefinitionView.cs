using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>A revision as DescribeTaskDefinition shows it.</summary>
internal static class TaskDefinitionView
{
    public static JsonObject Of(RegisteredTaskDefinition registered)
    {
        var view = registered.Registration.DeepClone().AsObject();
        view["taskDefinitionArn"] = registered.Arn;
        view["revision"] = registered.Revision;
        view["status"] = registered.Status;
        view["compatibilities"] = new JsonArray([.. registered.Compatibilities.Select(type => JsonValue.Create(type))]);
        view["requiresAttributes"] = new JsonArray();
        view["registeredAt"] = registered.RegisteredAt.ToTimestamp();
        view["registeredBy"] = $"arn:aws:iam::{registered.Arn.Split(':')[4]}:root";
        view.AddTime("deregisteredAt", registered.DeregisteredAt);
        view.AddTime("deleteRequestedAt", registered.DeleteRequestedAt);
        return view;
    }
}
