using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>Where a service's tasks run, in the members that RunTask takes.</summary>
public static class ServicePlacement
{
    private static readonly string[] Members = ["launchType", "capacityProviderStrategy", "platformVersion", ServiceNetwork.Member];

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

    /// <summary>Where a task of a definition runs that the service does not run yet.</summary>
    /// <param name="service">As DescribeServices gives it; null where there is none yet.</param>
    /// <param name="launchType">Of a service that is created; null leaves it to ECS.</param>
    /// <param name="network">Where the service has none, for a definition that needs one.</param>
    public static JsonObject For(JsonObject? service, TaskDefinitionDocument definition, LaunchType? launchType, ServiceNetwork? network)
    {
        var placement = service is not null ? Of(service) : launchType is { } type ? new() { ["launchType"] = type.ToString().ToUpperInvariant() } : [];
        // RunTask refuses a network that the definition has no use for, as it refuses to do without one.
        if (!ServiceNetwork.IsNeededBy(definition)) placement.Remove(ServiceNetwork.Member);
        else if (network is not null && !placement.ContainsKey(ServiceNetwork.Member)) placement[ServiceNetwork.Member] = network.ToJson(service: null);
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
