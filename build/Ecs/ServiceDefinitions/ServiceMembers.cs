using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.ServiceDefinitions;

/// <summary>The members of CreateService, and what ECS makes of them. Amazon ECS API reference: CreateService, UpdateService, Service, Deployment.</summary>
internal static class ServiceMembers
{
    /// <summary>All, each with the kind of its value.</summary>
    public static readonly IReadOnlyDictionary<string, JsonValueKind> All = new Dictionary<string, JsonValueKind>
    {
        ["availabilityZoneRebalancing"] = JsonValueKind.String,
        ["capacityProviderStrategy"] = JsonValueKind.Array,
        ["clientToken"] = JsonValueKind.String,
        ["cluster"] = JsonValueKind.String,
        ["deploymentConfiguration"] = JsonValueKind.Object,
        ["deploymentController"] = JsonValueKind.Object,
        ["desiredCount"] = JsonValueKind.Number,
        ["enableECSManagedTags"] = JsonValueKind.True,
        ["enableExecuteCommand"] = JsonValueKind.True,
        ["healthCheckGracePeriodSeconds"] = JsonValueKind.Number,
        ["launchType"] = JsonValueKind.String,
        ["loadBalancers"] = JsonValueKind.Array,
        ["networkConfiguration"] = JsonValueKind.Object,
        ["placementConstraints"] = JsonValueKind.Array,
        ["placementStrategy"] = JsonValueKind.Array,
        ["platformVersion"] = JsonValueKind.String,
        ["propagateTags"] = JsonValueKind.String,
        ["role"] = JsonValueKind.String,
        ["schedulingStrategy"] = JsonValueKind.String,
        ["serviceConnectConfiguration"] = JsonValueKind.Object,
        ["serviceName"] = JsonValueKind.String,
        ["serviceRegistries"] = JsonValueKind.Array,
        ["tags"] = JsonValueKind.Array,
        ["taskDefinition"] = JsonValueKind.String,
        ["volumeConfigurations"] = JsonValueKind.Array,
        ["vpcLatticeConfigurations"] = JsonValueKind.Array,
    };

    /// <summary>"This parameter triggers a new service deployment."</summary>
    private static readonly HashSet<string> Triggering =
        ["networkConfiguration", "platformVersion", "loadBalancers", "serviceRegistries", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];

    /// <summary>"This parameter doesn't trigger a new service deployment."</summary>
    private static readonly HashSet<string> Quiet =
    [
        "capacityProviderStrategy", "deploymentConfiguration", "availabilityZoneRebalancing", "placementConstraints", "placementStrategy", "healthCheckGracePeriodSeconds", "enableExecuteCommand",
        "enableECSManagedTags", "propagateTags",
    ];

    /// <summary>
    /// "For services using the blue/green (CODE_DEPLOY) deployment controller, only the desired count, deployment configuration, health check grace period, task placement constraints and
    /// strategies, enable ECS managed tags option, and propagate tags can be updated using this API." That ECS also takes enableExecuteCommand, which other tools send, is unconfirmed.
    /// </summary>
    private static readonly HashSet<string> OfCodeDeploy =
        ["deploymentConfiguration", "healthCheckGracePeriodSeconds", "placementConstraints", "placementStrategy", "enableECSManagedTags", "propagateTags", "enableExecuteCommand"];

    /// <summary>What CodeDeploy gives the task sets that it creates, by the keys of the appspec. AWS CodeDeploy user guide, "AppSpec 'resources' section for Amazon ECS deployments".</summary>
    private static readonly Dictionary<string, string> OfAppspec = new()
    {
        ["capacityProviderStrategy"] = "CapacityProviderStrategy",
        ["loadBalancers"] = "LoadBalancerInfo",
        ["networkConfiguration"] = "NetworkConfiguration",
        ["platformVersion"] = "PlatformVersion",
    };

    /// <summary>What a member that is not there is.</summary>
    private static readonly HashSet<string> Defaults = ["false", "0", "", "NONE", "DISABLED"];

    /// <summary>Whether a deployment may change it: the number of tasks, the controller and what belongs to the release are not its own.</summary>
    public static bool IsUpdatable(string member) => Triggering.Contains(member) || Quiet.Contains(member);

    /// <summary>Whether UpdateService changes it of a service that CodeDeploy deploys.</summary>
    public static bool IsUpdatableBesideCodeDeploy(string member) => OfCodeDeploy.Contains(member);

    /// <summary>The key of the appspec by which CodeDeploy gives it to new tasks; null where there is none.</summary>
    public static string? KeyOfAppspec(string member) => OfAppspec.GetValueOrDefault(member);

    public static bool StartsDeployment(string member) => Triggering.Contains(member);

    /// <summary>What a service has; some of it stands in its deployments only, and under CodeDeploy in the primary task set first.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public static JsonNode? In(JsonObject service, string member) => (OfAppspec.ContainsKey(member) ? Primary(service, "taskSets")?[member] : null) ?? service[member] ?? Primary(service, "deployments")?[member];

    /// <summary>Whether a service has all that is wanted of a member: what is not said is its own, and the order of lists is no difference, except where ECS goes by it.</summary>
    public static bool Says(string member, JsonNode? wanted, JsonNode? has) => (wanted, has) switch
    {
        (null, _) => true,
        (JsonObject all, _) => all.All(one => Says(one.Key, one.Value, (has as JsonObject)?[one.Key])),
        (JsonArray all, JsonArray known) => all.Count == known.Count && (member == "placementStrategy" ? all.Zip(known).All(pair => Says("", pair.First, pair.Second)) : AreIn(all, known)),
        (JsonArray all, _) => all.Count == 0,
        (_, null) => Defaults.Contains(Canonical.Text(wanted)),
        _ => Canonical.Text(wanted) == Canonical.Text(has) || IsAlias(member, Canonical.Text(wanted), Canonical.Text(has)),
    };

    /// <summary>The value of an update that takes a member away.</summary>
    public static JsonNode? Nothing(string member) => member switch
    {
        "serviceConnectConfiguration" => new JsonObject { ["enabled"] = false },
        "platformVersion" => "LATEST",
        "propagateTags" => "NONE",
        _ => All[member] switch
        {
            JsonValueKind.Array => new JsonArray(),
            JsonValueKind.Object => new JsonObject(),
            JsonValueKind.True => false,
            JsonValueKind.Number => 0,
            _ => "DISABLED",
        },
    };

    /// <summary>
    /// ECS tells which version LATEST was, and the ARN of a namespace that was given by its name; nobody can tell by them whether that is still what is wanted.
    /// </summary>
    private static bool IsAlias(string member, string wanted, string has) => member switch
    {
        "platformVersion" => wanted == "LATEST",
        "namespace" => !wanted.StartsWith("arn:", StringComparison.Ordinal) && has.StartsWith("arn:", StringComparison.Ordinal),
        _ => false,
    };

    private static JsonObject? Primary(JsonObject service, string list) => service.Objects(list).FirstOrDefault(one => one.Text("status") == "PRIMARY");

    private static bool AreIn(JsonArray wanted, JsonArray known)
    {
        var left = known.ToList();
        foreach (var one in wanted)
        {
            var match = left.FindIndex(other => Says("", one, other));
            if (match < 0) return false;
            left.RemoveAt(match);
        }

        return true;
    }
}
