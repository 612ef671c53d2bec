using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// Members of a service that ECS does not take together. Sentences without "unconfirmed" beside them are ECS's: those about deployment controllers and registries stand
/// in the Amazon ECS Developer Guide, "Troubleshooting Amazon ECS deployment strategy updates", the others are quoted by users and by cdk-preflight's rules
/// (https://github.com/badmintoncryer/cdk-preflight).
/// </summary>
internal static class ServiceRules
{
    private const string Rebalancing = "availabilityZoneRebalancing";
    private const string Enabled = "ENABLED";
    private const int MostTargetGroups = 5;

    /// <summary>Checks a service as it is to be, whichever request made it so.</summary>
    /// <param name="definition">The members of the service.</param>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    public static void Check(JsonObject definition)
    {
        var controller = definition.Object("deploymentController")?.Text("type") ?? "ECS";
        if (controller != "ECS")
            CheckController(definition, controller);
        if (definition.Text("launchType") == Launch.OnExternal)
            CheckExternal(definition);
        CheckRebalancing(definition);
        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html; the sentence is unconfirmed.
        if (definition.Objects("loadBalancers").Count > MostTargetGroups)
            throw EcsErrors.InvalidParameter($"load balancers can have at most {MostTargetGroups} items.");
    }

    /// <summary>Checks what only CreateService has: the role, and a task definition that a task set is to have.</summary>
    /// <param name="networkMode">Of the task definition; null where none is named.</param>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    public static void CheckCreation(JsonObject request, string? networkMode)
    {
        if (request.Object("deploymentController")?.Text("type") == "EXTERNAL" && request.Text("taskDefinition") is not null)
            throw EcsErrors.InvalidParameter("TaskDefinition must be blank.");
        if (request.Text("role") is null or "")
            return;
        if (request.Objects("loadBalancers").Count == 0)
            throw EcsErrors.InvalidParameter("IAM roles are only valid for services configured to use load balancers.");
        // What needs the role of ECS itself, as CreateService's description lists it.
        if (networkMode == "awsvpc" || request.Objects("serviceRegistries").Count > 0 || request.Objects("loadBalancers").Count > 1)
            throw EcsErrors.InvalidParameter("You cannot specify an IAM role for services that require a service linked role.");
    }

    /// <summary>What a new service is without a word about it: balanced where it can be. UpdateService keeps what a service has.</summary>
    public static void SetRebalancing(JsonObject definition) =>
        definition[Rebalancing] ??= WhyNotRebalanced(definition) is null ? Enabled : "DISABLED";

    private static void CheckController(JsonObject definition, string controller)
    {
        var connects = definition.Object("serviceConnectConfiguration")?.Flag("enabled") == true;
        var refusal = controller switch
        {
            _ when definition.Text("schedulingStrategy") == "DAEMON" => $"The {controller} deployment controller type is not supported for services using the DAEMON scheduling strategy.",
            "EXTERNAL" when connects => "The EXTERNAL deployment controller type is not supported for services using Service Connect.",
            _ when connects => "Service Connect feature is only supported with ECS (rolling update) deployment controller. Update to ECS deployment controller and try again.",
            "EXTERNAL" when definition.Objects("loadBalancers").Count > 0 => "LoadBalancers must be empty or null.",
            "EXTERNAL" when definition.Objects("serviceRegistries").Count > 0 => "ServiceRegistries must be empty or null.",
            _ when definition.Object("deploymentConfiguration")?.Text("strategy") is not (null or "ROLLING") and var strategy =>
                // "This is only valid when you run CreateService or UpdateService with deploymentController set to ECS": the API reference; the sentence is unconfirmed.
                $"The deployment strategy {strategy} is only supported with the ECS deployment controller.",
            _ => null,
        };
        if (refusal is not null)
            throw EcsErrors.InvalidParameter(refusal);
    }

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html has the list; the sentences but that of registries are unconfirmed.</summary>
    private static void CheckExternal(JsonObject definition)
    {
        if (definition.Objects("serviceRegistries").Count > 0)
            throw EcsErrors.InvalidParameter("Service registries are not supported for external launch type.");
        if (definition.Objects("loadBalancers").Count > 0)
            throw EcsErrors.InvalidParameter("Load balancers are not supported for external launch type.");
        if (definition.Object("serviceConnectConfiguration")?.Flag("enabled") == true)
            throw EcsErrors.InvalidParameter("Service Connect is not supported for external launch type.");
    }

    private static void CheckRebalancing(JsonObject definition)
    {
        if (definition.Text(Rebalancing) is not (null or Enabled or "DISABLED") and var value)
            throw EcsErrors.InvalidParameter($"{Rebalancing} '{value}' is not one of ENABLED and DISABLED.");
        if (definition.Text(Rebalancing) == Enabled && WhyNotRebalanced(definition) is { } reason)
            throw EcsErrors.InvalidParameter($"Availability Zone Rebalancing does not support {reason}");
    }

    /// <summary>The list is that of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html; the ends of the last three sentences are unconfirmed.</summary>
    private static string? WhyNotRebalanced(JsonObject definition)
    {
        if (definition.Text("schedulingStrategy") == "DAEMON")
            return "DAEMON services.";
        if (definition.Object("deploymentConfiguration")?.Number("maximumPercent") <= 100)
            return "maximumPercent <= 100 % as deployment configuration.";
        if (definition.Text("launchType") == Launch.OnExternal)
            return "the EXTERNAL launch type.";
        if (definition.Objects("placementStrategy") is [var first, ..] && (first.Text("type") != "spread" || first.Text("field") != "attribute:ecs.availability-zone"))
            return "a first placement strategy that is not spread by attribute:ecs.availability-zone.";
        return definition.Objects("placementConstraints").Any(constraint => constraint.Text("expression")?.Contains("ecs.availability-zone", StringComparison.Ordinal) == true)
            ? "attribute:ecs.availability-zone as a placement constraint."
            : null;
    }
}
