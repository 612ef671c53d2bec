using System.Text.Json.Nodes;

namespace Slipway.Aws.Scaling;

/// <summary>Application Auto Scaling, as far as services of ECS need it. https://docs.aws.amazon.com/autoscaling/application/APIReference/</summary>
public sealed class ScalingClient
{
    public const string Dimension = "ecs:service:DesiredCount";

    private const string In = "DynamicScalingInSuspended";
    private const string Out = "DynamicScalingOutSuspended";
    private const string Scheduled = "ScheduledScalingSuspended";

    private readonly AwsJsonClient _json;

    internal ScalingClient(AwsJsonClient json) => _json = json;

    /// <summary>How Application Auto Scaling names a service: <c>service/CLUSTER/SERVICE</c>.</summary>
    public static string ResourceOf(string cluster, string service) => $"service/{cluster}/{service}";

    /// <summary>What of a service's scaling is suspended; null where nothing scales it, since it is no scalable target.</summary>
    public async Task<SuspendedScaling?> FindAsync(string cluster, string service, CancellationToken cancellationToken)
    {
        var request = Target(cluster, service);
        request.Remove("ResourceId");
        request["ResourceIds"] = new JsonArray(ResourceOf(cluster, service));
        var answer = await _json.InvokeAsync("DescribeScalableTargets", request, cancellationToken);
        if (answer["ScalableTargets"] is not JsonArray { Count: > 0 } targets) return null;
        var state = targets[0]?["SuspendedState"] as JsonObject ?? [];
        return new(Is(In), Is(Out), Is(Scheduled));

        bool Is(string member) => (bool?)state[member] == true;
    }

    /// <summary>Suspends scaling, or resumes it. The bounds of the target stay as they are.</summary>
    public Task SetAsync(string cluster, string service, SuspendedScaling suspended, CancellationToken cancellationToken)
    {
        var request = Target(cluster, service);
        request["SuspendedState"] = new JsonObject { [In] = suspended.In, [Out] = suspended.Out, [Scheduled] = suspended.Scheduled };
        return _json.InvokeAsync("RegisterScalableTarget", request, cancellationToken);
    }

    private static JsonObject Target(string cluster, string service) => new() { ["ServiceNamespace"] = "ecs", ["ResourceId"] = ResourceOf(cluster, service), ["ScalableDimension"] = Dimension };
}
