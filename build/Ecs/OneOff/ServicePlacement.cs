using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Where a service's tasks run, in the members that RunTask takes.</summary>
public static class ServicePlacement
{
    private static readonly string[] Members = ["launchType", "capacityProviderStrategy", "platformVersion", "networkConfiguration"];

    /// <summary>Rules of the service alone, also where its task sets have the rest.</summary>
    private static readonly string[] ServiceMembers = ["placementConstraints", "placementStrategy"];

    /// <summary>Network, launch type or capacity providers, and placement.</summary>
    /// <param name="service">As DescribeServices gives it. One that CodeDeploy deploys has them in its primary task set.</param>
    public static JsonObject Of(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var set = service.Objects("taskSets").FirstOrDefault(one => one.Text("status") == "PRIMARY");
        var placement = new JsonObject();
        foreach (var member in Members) Copy(set?[member] is { } own ? own : service[member], member, placement);
        foreach (var member in ServiceMembers) Copy(service[member], member, placement);
        // RunTask takes one of them.
        if (placement.ContainsKey("capacityProviderStrategy")) placement.Remove("launchType");
        // Of EC2's tasks ECS gives none, or an empty one.
        if (placement.Text("platformVersion") is "") placement.Remove("platformVersion");
        return placement;
    }

    /// <summary>The task definition that the service runs.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public static string TaskDefinitionOf(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Objects("taskSets").FirstOrDefault(one => one.Text("status") == "PRIMARY")?.Text("taskDefinition") ?? service.Text("taskDefinition") ?? "";
    }

    private static void Copy(JsonNode? value, string member, JsonObject placement)
    {
        if (value is null or JsonArray { Count: 0 }) return;
        placement[member] = value.DeepClone();
    }
}
