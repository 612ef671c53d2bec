using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Refuses what would otherwise be accepted and then not happen.</summary>
public static class ServiceSupport
{
    /// <summary>Members of CreateService and UpdateService that ask for another service of AWS.</summary>
    public static IReadOnlyList<string> NotEmulated { get; } = ["volumeConfigurations", "vpcLatticeConfigurations"];

    /// <summary>Members of a <c>deploymentConfiguration</c> that are honoured, or refused by name.</summary>
    private static readonly string[] OfDeployment =
    [
        "deploymentCircuitBreaker", "maximumPercent", "minimumHealthyPercent", "alarms", "strategy", "bakeTimeInMinutes", "lifecycleHooks", "linearConfiguration", "canaryConfiguration", "earlySuccessCriteria",
    ];

    /// <summary>Paths of a task definition that ask for what LocalAws has not. It can be registered, and no task of it is started.</summary>
    public static IReadOnlyList<string> OfTasks { get; } =
    [
        "containerDefinitions[].credentialSpecs", "containerDefinitions[].firelensConfiguration", "containerDefinitions[].portMappings[].containerPortRange", "containerDefinitions[].repositoryCredentials",
        "enableFaultInjection", "inferenceAccelerators", "proxyConfiguration",
        "volumes[].configuredAtLaunch", "volumes[].fsxWindowsFileServerVolumeConfiguration", "volumes[].s3filesVolumeConfiguration",
    ];

    /// <summary>Checks a CreateService or UpdateService request.</summary>
    /// <exception cref="AwsErrorException"><c>UnsupportedFeatureException</c>, or a value out of its range.</exception>
    public static void Check(JsonObject request)
    {
        DeploymentLimits.Of(request.Object("deploymentConfiguration"), request.Text("schedulingStrategy") == "DAEMON");
        request.Number("healthCheckGracePeriodSeconds");
        foreach (var member in NotEmulated)
        {
            if (request[member] is JsonArray { Count: > 0 } or JsonObject { Count: > 0 })
                throw EcsErrors.Unsupported($"'{member}' of a service");
        }

        var configuration = request.Object("deploymentConfiguration");
        if (configuration?.FirstOrDefault(member => member.Value is not null && !OfDeployment.Contains(member.Key)) is { Key: { } unknown })
            throw EcsErrors.Unsupported($"'{unknown}' of a deployment");
        if (request.Object("deploymentController")?.Text("type") is not (null or "ECS"))
            RequireEcsController(configuration);
        Refuse("the scheduling strategy", request.Text("schedulingStrategy"), "REPLICA", "DAEMON");
        Refuse("the deployment controller", request.Object("deploymentController")?.Text("type"), "ECS", "CODE_DEPLOY", "EXTERNAL");
    }

    /// <summary>Checks the configuration of a service whose deployments another controller than ECS makes.</summary>
    /// <exception cref="AwsErrorException">ECS would have to do something in them. The sentence about hooks is not its own.</exception>
    public static void RequireEcsController(JsonObject? configuration)
    {
        if (configuration?.Objects("lifecycleHooks") is { Count: > 0 })
            throw EcsErrors.InvalidParameter("lifecycleHooks are only supported with the ECS deployment controller.");
        if (configuration?.Object("deploymentCircuitBreaker")?.Flag("enable") == true)
            throw EcsErrors.InvalidParameter("Deployment circuit breaker feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.");
        if (DeploymentAlarms.Of(configuration) is not null)
            throw EcsErrors.InvalidParameter("Alarm based rollback feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.");
    }

    /// <summary>Checks the task definition that a service is to run.</summary>
    /// <exception cref="AwsErrorException"><c>UnsupportedFeatureException</c>.</exception>
    public static void Check(TaskDefinitionDocument taskDefinition)
    {
        if (UnsupportedMembers.Said(taskDefinition.Root, "").FirstOrDefault(OfTasks.Contains) is { } path)
            throw EcsErrors.Unsupported($"(in task definition '{taskDefinition.Family}') '{path}'");
        Refuse($"(in task definition '{taskDefinition.Family}') the operating system", taskDefinition.Root.Object("runtimePlatform")?.Text("operatingSystemFamily"), "LINUX");
        foreach (var volume in taskDefinition.Volumes)
        {
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
