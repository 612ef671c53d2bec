using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>What the settings of a deployment group for ECS must be like. A member that LocalAws would pass over is refused.</summary>
internal static class GroupRules
{
    private const int LongestWaitMinutes = 2880;
    private static readonly string[] RollbackEvents = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"];

    /// <summary>Checks the settings, and fills in what CodeDeploy shows of members that were not given.</summary>
    /// <exception cref="AwsErrorException">They are wrong, or LocalAws cannot do what they ask for.</exception>
    public static void Check(JsonObject settings)
    {
        CodeDeployErrors.Required(settings.Text("serviceRoleArn"), "RoleRequiredException", "serviceRoleArn");
        settings["deploymentConfigName"] ??= DeploymentConfig.DefaultName;
        if (settings.Object("deploymentStyle") is var style && (style?.Text("deploymentType"), style?.Text("deploymentOption")) is not ("BLUE_GREEN", "WITH_TRAFFIC_CONTROL"))
            throw new AwsErrorException("InvalidDeploymentStyleException", "For ECS deployment group, deploymentStyle must be BLUE_GREEN and WITH_TRAFFIC_CONTROL");
        if (settings.Objects("ecsServices") is not [var service] || service.Text("serviceName") is not { Length: > 0 } || service.Text("clusterName") is not { Length: > 0 })
            throw new AwsErrorException("InvalidECSServiceException", "For ECS deployment group, ecsServices must name one service and its cluster");
        CheckLoadBalancer(settings.Object("loadBalancerInfo"));
        CheckBlueGreen(settings.Object("blueGreenDeploymentConfiguration"));
        CheckRollback(settings.Object("autoRollbackConfiguration"));
        if (settings.Object("alarmConfiguration")?.Flag("enabled") == true)
            throw AwsErrorException.NotImplemented("the alarms of a deployment group (alarmConfiguration), as it has no CloudWatch alarms");
        if (settings.Objects("triggerConfigurations").Count > 0)
            throw AwsErrorException.NotImplemented("the triggers of a deployment group (triggerConfigurations), as it has no SNS");
    }

    public static void CheckRollback(JsonObject? rollback)
    {
        if (rollback is null)
            return;
        var events = rollback.Texts("events");
        if (events.FirstOrDefault(name => !RollbackEvents.Contains(name)) is { } wrong)
            throw new AwsErrorException("InvalidAutoRollbackConfigException", $"'{wrong}' is no event that triggers a rollback; these are: {string.Join(", ", RollbackEvents)}.");
        if (rollback.Flag("enabled") == true && events.Count == 0)
            throw new AwsErrorException("InvalidAutoRollbackConfigException", "An automatic rollback that is enabled needs at least one event.");
    }

    private static void CheckLoadBalancer(JsonObject? info)
    {
        if (info?.Objects("elbInfoList").Count > 0)
            throw Invalid("For ECS deployment group, loadBalancerInfo must not contain elbInfo list");
        if (info?.Objects("targetGroupInfoList").Count > 0)
            throw Invalid("For ECS deployment group, loadBalancerInfo must not contain targetGroupInfo list");
        if (info?.Objects("targetGroupPairInfoList") is not [var pair])
            throw Invalid("For ECS deployment group, loadBalancerInfo must contain one targetGroupPairInfo");
        var names = pair.Objects("targetGroups").Select(group => group.Text("name")).ToList();
        if (names.Count != 2 || names.Exists(string.IsNullOrEmpty) || names[0] == names[1])
            throw new AwsErrorException("InvalidTargetGroupPairException", "A target group pair must name two different target groups.");
        if (pair.Object("prodTrafficRoute")?.Texts("listenerArns") is not [_])
            throw new AwsErrorException("InvalidTargetGroupPairException", "The prodTrafficRoute of a target group pair must have one listener ARN.");
        if (pair.Object("testTrafficRoute") is { } test && test.Texts("listenerArns") is not [_])
            throw new AwsErrorException("InvalidTargetGroupPairException", "The testTrafficRoute of a target group pair must have one listener ARN.");
    }

    private static void CheckBlueGreen(JsonObject? configuration)
    {
        if (configuration?.Object("terminateBlueInstancesOnDeploymentSuccess") is not { } terminate || configuration.Object("deploymentReadyOption") is not { } ready)
            throw InvalidBlueGreen("For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption must be specified");
        if (terminate.Text("action") is var action and not ("TERMINATE" or null))
        {
            throw action == "KEEP_ALIVE"
                ? AwsErrorException.NotImplemented("the action KEEP_ALIVE for the original task set")
                : InvalidBlueGreen($"The action for the original task set is '{action}'; it should be TERMINATE.");
        }

        var timeout = ready.Text("actionOnTimeout");
        if (timeout is not ("CONTINUE_DEPLOYMENT" or "STOP_DEPLOYMENT"))
            throw InvalidBlueGreen($"actionOnTimeout is '{timeout}'; it should be CONTINUE_DEPLOYMENT or STOP_DEPLOYMENT.");
        if (timeout == "CONTINUE_DEPLOYMENT" && ready.Number("waitTimeInMinutes") > 0)
            throw InvalidBlueGreen("waitTimeInMinutes can be specified with STOP_DEPLOYMENT only.");
        CheckWait(ready, "waitTimeInMinutes");
        CheckWait(terminate, "terminationWaitTimeInMinutes");
        terminate["action"] ??= "TERMINATE";
    }

    private static void CheckWait(JsonObject option, string member)
    {
        if (option.Number(member) is < 0 or > LongestWaitMinutes)
            throw InvalidBlueGreen($"{member} is {option.Number(member)}; it should be from 0 to {LongestWaitMinutes} minutes.");
        option[member] ??= 0;
    }

    private static AwsErrorException Invalid(string message) => new("InvalidLoadBalancerInfoException", message);

    private static AwsErrorException InvalidBlueGreen(string message) => new("InvalidBlueGreenDeploymentConfigurationException", message);
}
