using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>A deployment group: the service that is deployed, and how.</summary>
/// <param name="Settings">The members of its requests, checked, as GetDeploymentGroup shows them again. Not to be changed.</param>
public sealed record DeploymentGroup(string Name, string Id, JsonObject Settings)
{
    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public string ConfigName => Settings.Text("deploymentConfigName")!;

    public string Cluster => EcsArns.NameOf(Settings.Objects("ecsServices")[0].Text("clusterName") ?? "default");

    public string Service => EcsArns.NameOf(Settings.Objects("ecsServices")[0].Text("serviceName")!);

    /// <summary>What a deployment of this group goes by, with its own <paramref name="rollback"/> in place of the group's if it has one.</summary>
    public DeploymentPlan PlanWith(TrafficRouting routing, JsonObject? rollback)
    {
        var pair = Settings.Object("loadBalancerInfo")!.Objects("targetGroupPairInfoList")[0];
        var configuration = Settings.Object("blueGreenDeploymentConfiguration")!;
        var ready = configuration.Object("deploymentReadyOption")!;
        var events = (rollback ?? Settings.Object("autoRollbackConfiguration")) is { } automatic && automatic.Flag("enabled") == true ? automatic.Texts("events") : [];
        return new()
        {
            Cluster = Cluster,
            Service = Service,
            TargetGroupNames = [.. pair.Objects("targetGroups").Select(group => group.Text("name")!)],
            ProductionListener = pair.Object("prodTrafficRoute")!.Texts("listenerArns")[0],
            TestListener = pair.Object("testTrafficRoute")?.Texts("listenerArns")[0],
            Routing = routing,
            ReadyWaitMinutes = ready.Text("actionOnTimeout") == "STOP_DEPLOYMENT" ? ready.Number("waitTimeInMinutes") ?? 0 : null,
            TerminationWaitMinutes = configuration.Object("terminateBlueInstancesOnDeploymentSuccess")!.Number("terminationWaitTimeInMinutes") ?? 0,
            RollsBackFailures = events.Contains("DEPLOYMENT_FAILURE"),
            RollsBackStops = events.Contains("DEPLOYMENT_STOP_ON_REQUEST"),
        };
    }
}
