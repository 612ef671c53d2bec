using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Refuses what would otherwise be accepted and then not happen.</summary>
internal static class ServiceSupport
{
    /// <summary>Members of CreateService and UpdateService that ask for another service of AWS.</summary>
    private static readonly string[] NotEmulated = ["serviceRegistries", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];

    /// <summary>Members of a <c>deploymentConfiguration</c> that are honoured, or refused by name.</summary>
    private static readonly string[] OfDeployment =
    [
        "deploymentCircuitBreaker", "maximumPercent", "minimumHealthyPercent", "alarms", "strategy", "bakeTimeInMinutes", "lifecycleHooks", "linearConfiguration", "canaryConfiguration",
    ];

    /// <summary>Checks a CreateService or UpdateService request.</summary>
    /// <exception cref="AwsErrorException"><c>UnsupportedFeatureException</c>, or a value out of its range.</exception>
    public static void Check(JsonObject request)
    {
        DeploymentLimits.Of(request.Object("deploymentConfiguration"));
        request.Number("healthCheckGracePeriodSeconds");
        foreach (var member in NotEmulated)
        {
            if (request[member] is JsonArray { Count: > 0 } or JsonObject { Count: > 0 })
                throw EcsErrors.Unsupported($"'{member}' of a service");
        }

        var configuration = request.Object("deploymentConfiguration");
        if (configuration?.FirstOrDefault(member => member.Value is not null && !OfDeployment.Contains(member.Key)) is { Key: { } unknown })
            throw EcsErrors.Unsupported($"'{unknown}' of a deployment");
        CheckPlace(request);
        Refuse("the scheduling strategy", request.Text("schedulingStrategy"), "REPLICA");
        Refuse("the deployment controller", request.Object("deploymentController")?.Text("type"), "ECS", "CODE_DEPLOY", "EXTERNAL");
        if (configuration?.Object("alarms")?.Flag("enable") == true)
            throw EcsErrors.Unsupported("alarms of a deployment");
    }

    /// <summary>Checks where the tasks of a service, a task set or RunTask are to run.</summary>
    /// <exception cref="AwsErrorException"><c>UnsupportedFeatureException</c>, or a network that does not go with the network mode.</exception>
    public static void CheckPlace(JsonObject request)
    {
        if (request.Objects("capacityProviderStrategy").Count > 0)
            throw EcsErrors.Unsupported("'capacityProviderStrategy'");
        // The tasks are in network mode bridge, all of them; ECS's own words.
        if (request.Object("networkConfiguration") is { Count: > 0 })
            throw EcsErrors.InvalidParameter("Network Configuration is not valid for the given networkMode of this task definition.");
        Refuse("the launch type", request.Text("launchType"), "EC2", "EXTERNAL");
    }

    /// <summary>Checks the task definition that a service is to run.</summary>
    /// <exception cref="AwsErrorException"><c>UnsupportedFeatureException</c>.</exception>
    public static void Check(TaskDefinitionDocument taskDefinition)
    {
        Refuse($"(in task definition '{taskDefinition.Family}') the network mode", taskDefinition.NetworkMode, "bridge");
        foreach (var volume in taskDefinition.Volumes)
        {
            if (volume.Node.FirstOrDefault(member => member.Key is not ("name" or "host" or "dockerVolumeConfiguration")) is { Key: { } kind })
                throw EcsErrors.Unsupported($"'{kind}' of volume '{volume.Name}' in task definition '{taskDefinition.Family}'");
            var docker = volume.Node.Object("dockerVolumeConfiguration");
            Refuse($"(in task definition '{taskDefinition.Family}') the volume driver", docker?.Text("driver"), "local");
            if (docker?.Object("driverOpts") is { Count: > 0 })
                throw EcsErrors.Unsupported($"'driverOpts' of volume '{volume.Name}' in task definition '{taskDefinition.Family}'");
        }
    }

    private static void Refuse(string what, string? value, params string[] emulated)
    {
        if (value is not null && !emulated.Contains(value))
            throw EcsErrors.Unsupported($"{what} '{value}'");
    }
}
