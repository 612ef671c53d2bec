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

    private const string Member = "loadBalancers";

    /// <summary>ARNs of target groups whose place it takes; all others that a service has stay.</summary>
    public IReadOnlyCollection<string> Replaces { get; init; } = [];

    /// <summary>All load balancers of a service, as UpdateService takes them: with this one, which is added where it is new.</summary>
    /// <param name="service">Null when it has to be created.</param>
    internal JsonArray Beside(ServiceDescription? service)
    {
        var known = service?.Node.Objects(Member).Select(one => one.DeepClone().AsObject()).Where(one => !Replaces.Contains(one.Text("targetGroupArn"))).ToList() ?? [];
        var own = known.Find(one => one.Text("targetGroupArn") == TargetGroupArn) ?? new JsonObject { ["targetGroupArn"] = TargetGroupArn };
        (own["containerName"], own["containerPort"]) = (Container, Port);
        return [.. known.Where(one => one != own), own];
    }

    internal bool IsOf(ServiceDescription service)
    {
        var known = service.Node.Objects(Member).ToList();
        return known.Exists(one => one.Text("targetGroupArn") == TargetGroupArn && one.Text("containerName") == Container && one.Number("containerPort") == Port)
            && !known.Exists(one => Replaces.Contains(one.Text("targetGroupArn")));
    }

    public override string ToString() => $"{Container}:{Port} in {TargetGroupArn}";
}
