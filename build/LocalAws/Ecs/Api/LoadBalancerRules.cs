using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>The <c>loadBalancers</c> of a service or a task set: what ECS refuses, and the ports that they lead to.</summary>
public sealed class LoadBalancerRules(ITargetGroups targetGroups)
{
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    internal IReadOnlyList<BalancedPort> Check(IReadOnlyList<JsonObject> loadBalancers, RegisteredTaskDefinition taskDefinition, bool shiftsTraffic) =>
        [.. loadBalancers.Select(loadBalancer => Check(loadBalancer, taskDefinition, shiftsTraffic))];

    private BalancedPort Check(JsonObject loadBalancer, RegisteredTaskDefinition taskDefinition, bool shiftsTraffic)
    {
        if (loadBalancer.Text("loadBalancerName") is not null)
            throw EcsErrors.Unsupported("Classic Load Balancers ('loadBalancerName')");
        var arn = loadBalancer.Text("targetGroupArn") ?? throw EcsErrors.InvalidParameter("targetGroupArn cannot be blank.");
        var name = loadBalancer.Text("containerName") ?? throw EcsErrors.InvalidParameter("containerName cannot be blank.");
        var port = loadBalancer.Number("containerPort") ?? throw EcsErrors.InvalidParameter("containerPort cannot be blank.");
        CheckTargetGroup(arn, taskDefinition.Document.NetworkMode);
        var advanced = loadBalancer.Object("advancedConfiguration");
        if (shiftsTraffic)
        {
            if (advanced?.Text("alternateTargetGroupArn") is not { } other || advanced.Text("productionListenerRule") is null)
                throw EcsErrors.InvalidParameter("advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy.");
            CheckTargetGroup(other, taskDefinition.Document.NetworkMode);
        }

        var container = taskDefinition.Document.Containers.FirstOrDefault(known => known.Name == name)
            ?? throw EcsErrors.InvalidParameter($"The container {name} does not exist in the task definition.");
        return container.PortMappings.Any(mapping => mapping.ContainerPort == port)
            ? new(arn, name, port)
            : throw EcsErrors.InvalidParameter($"The container {name} did not have a container port {port} defined.");
    }

    private void CheckTargetGroup(string arn, string networkMode)
    {
        var facts = targetGroups.Find(arn) ?? throw EcsErrors.InvalidParameter($"The target group with targetGroupArn {arn} does not exist.");
        if (facts.LoadBalancerArns.Count == 0)
            throw EcsErrors.InvalidParameter($"The target group with targetGroupArn {arn} does not have an associated load balancer.");
        if (facts.TargetType == "ip" != (networkMode == "awsvpc"))
            throw EcsErrors.InvalidParameter($"The provided target group ARN has target type {facts.TargetType}, which is incompatible with the {networkMode} network mode specified in the task definition.");
    }
}
