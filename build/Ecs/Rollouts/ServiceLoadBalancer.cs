using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>The target group that a service registers its tasks with.</summary>
/// <param name="Container">The container that takes the requests.</param>
/// <param name="Port">Its port.</param>
public sealed record ServiceLoadBalancer(string TargetGroupArn, string Container, int Port)
{
    /// <summary>How long a task that has started may be unhealthy, where Slipway creates the service.</summary>
    internal const int GraceSeconds = 60;

    internal JsonArray ToJson() =>
        new(new JsonObject { ["targetGroupArn"] = TargetGroupArn, ["containerName"] = Container, ["containerPort"] = Port });

    internal bool IsOf(ServiceDescription service) => service.Node.Objects("loadBalancers").Any(known =>
        known.Text("targetGroupArn") == TargetGroupArn && known.Text("containerName") == Container && known.Number("containerPort") == Port);

    public override string ToString() => $"{Container}:{Port} in {TargetGroupArn}";
}
