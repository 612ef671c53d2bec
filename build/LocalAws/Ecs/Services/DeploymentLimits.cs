using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Services;

/// <summary>What a service's <c>deploymentConfiguration</c> says about its rollouts, with ECS's defaults.</summary>
public sealed record DeploymentLimits(int MinimumHealthyPercent, int MaximumPercent, bool BreakerEnabled, bool Rollback)
{
    /// <summary>How many tasks have to stay healthy: rounded up.</summary>
    public int Lowest(int desired) => (int)Math.Ceiling(desired * MinimumHealthyPercent / 100m);

    /// <summary>How many tasks may run at once: rounded down.</summary>
    public int Highest(int desired) => desired * MaximumPercent / 100;

    /// <summary>How many failed tasks open the circuit breaker.</summary>
    public static int BreakerThreshold(int desired) => Math.Clamp((int)Math.Ceiling(desired * 0.5m), 3, 200);

    /// <summary>Reads a <c>deploymentConfiguration</c>; null has the defaults.</summary>
    /// <exception cref="Protocol.AwsErrorException">A number is out of its range, or the rollout could never begin.</exception>
    public static DeploymentLimits Of(JsonObject? configuration)
    {
        var breaker = configuration?.Object("deploymentCircuitBreaker");
        var limits = new DeploymentLimits(
            configuration?.Number("minimumHealthyPercent") ?? 100,
            configuration?.Number("maximumPercent") ?? 200,
            breaker?.Flag("enable") ?? false,
            breaker?.Flag("rollback") ?? false);
        if (limits.MinimumHealthyPercent is < 0 or > 100)
            throw EcsErrors.InvalidParameter("Deployment minimum healthy percent must be between 0 and 100.");
        if (limits.MaximumPercent is < 100 or > 200)
            throw EcsErrors.InvalidParameter("Deployment maximum percent must be between 100 and 200.");
        if (limits is { MinimumHealthyPercent: 100, MaximumPercent: 100 })
            throw EcsErrors.InvalidParameter("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        return limits;
    }

    /// <summary>The configuration as DescribeServices shows it: all members there.</summary>
    public JsonObject ToJson(JsonObject? configuration)
    {
        var view = configuration?.DeepClone().AsObject() ?? [];
        view["deploymentCircuitBreaker"] ??= new JsonObject { ["enable"] = BreakerEnabled, ["rollback"] = Rollback };
        view["maximumPercent"] = MaximumPercent;
        view["minimumHealthyPercent"] = MinimumHealthyPercent;
        view["strategy"] ??= "ROLLING";
        return view;
    }
}
