using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>What a service's <c>deploymentConfiguration</c> says about its rollouts, with ECS's defaults.</summary>
public sealed record DeploymentLimits(int MinimumHealthyPercent, int MaximumPercent, CircuitBreaker Breaker, TrafficPlan? Traffic)
{
    /// <summary>Null where all tasks have to be healthy.</summary>
    public EarlySuccess? Early { get; private init; }

    /// <summary>How many healthy tasks make a deployment a success.</summary>
    public int Enough(int desired) => Early is { } early ? Math.Min(early.Count(desired), desired) : desired;

    /// <summary>How many tasks have to stay healthy: rounded up.</summary>
    public int Lowest(int desired) => (int)Math.Ceiling(desired * MinimumHealthyPercent / 100m);

    /// <summary>How many tasks may run at once: rounded down.</summary>
    public int Highest(int desired) => desired * MaximumPercent / 100;

    /// <summary>Reads a <c>deploymentConfiguration</c>; null has the defaults, with which a daemon stops its task before it starts the next.</summary>
    /// <exception cref="AwsErrorException">A number is out of its range, or the rollout could never begin.</exception>
    public static DeploymentLimits Of(JsonObject? configuration, bool isDaemon = false)
    {
        var limits = new DeploymentLimits(
            configuration?.Number("minimumHealthyPercent") ?? (isDaemon ? 0 : 100),
            configuration?.Number("maximumPercent") ?? (isDaemon ? 100 : 200),
            CircuitBreaker.Of(configuration?.Object("deploymentCircuitBreaker")),
            TrafficPlan.Of(configuration));
        LifecycleHook.Of(configuration);
        DeploymentAlarms.Of(configuration);
        if (limits.MinimumHealthyPercent is < 0 or > 100)
            throw DeploymentErrors.InvalidParameter("Deployment minimum healthy percent must be between 0 and 100.");
        if (limits.MaximumPercent is < 100 or > 200)
            throw DeploymentErrors.InvalidParameter("Deployment maximum percent must be between 100 and 200.");
        if (limits is { MinimumHealthyPercent: 100, MaximumPercent: 100 })
            throw DeploymentErrors.InvalidParameter("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        return limits with { Early = EarlySuccess.Of(configuration, limits.MinimumHealthyPercent) };
    }

    /// <summary>The configuration as DescribeServices shows it: all members there.</summary>
    public JsonObject ToJson(JsonObject? configuration)
    {
        var view = configuration?.DeepClone().AsObject() ?? [];
        view["deploymentCircuitBreaker"] ??= new JsonObject { ["enable"] = Breaker.Enabled, ["rollback"] = Breaker.Rollback };
        view["maximumPercent"] = MaximumPercent;
        view["minimumHealthyPercent"] = MinimumHealthyPercent;
        view["strategy"] ??= "ROLLING";
        if (Traffic is not null)
            view["bakeTimeInMinutes"] = Traffic.BakeMinutes;
        return view;
    }
}
