using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>How a blue/green deployment moves the requests for production from the old tasks to the new ones.</summary>
/// <param name="Strategy">BLUE_GREEN, CANARY or LINEAR.</param>
/// <param name="Steps">What percentage the new tasks get, one after the other; the last is 100.</param>
/// <param name="StepMinutes">The wait after each step but the last.</param>
/// <param name="BakeMinutes">How long both run after the last step.</param>
public sealed record TrafficPlan(string Strategy, IReadOnlyList<decimal> Steps, int StepMinutes, int BakeMinutes)
{
    private const int DefaultBake = 15;
    private const int LongestBake = 1440;

    /// <summary>Null for a rolling update.</summary>
    /// <exception cref="AwsErrorException">A strategy or a value that ECS does not have.</exception>
    internal static TrafficPlan? Of(JsonObject? configuration)
    {
        var canary = configuration?.Object("canaryConfiguration");
        var linear = configuration?.Object("linearConfiguration");
        var strategy = configuration?.Text("strategy") ?? "ROLLING";
        if ((canary is not null && strategy != "CANARY") || (linear is not null && strategy != "LINEAR"))
            throw DeploymentErrors.InvalidParameter($"canaryConfiguration goes with the strategy CANARY and linearConfiguration with LINEAR; the strategy is {strategy}.");
        var bake = configuration?.Number("bakeTimeInMinutes") ?? DefaultBake;
        if (bake is < 0 or > LongestBake)
            throw DeploymentErrors.InvalidParameter($"bakeTimeInMinutes must be between 0 and {LongestBake}.");
        return strategy switch
        {
            "ROLLING" => null,
            "BLUE_GREEN" => new(strategy, [100], 0, bake),
            "CANARY" => Canary(canary ?? [], bake),
            "LINEAR" => Linear(linear ?? [], bake),
            _ => throw DeploymentErrors.InvalidParameter($"The deployment strategy '{strategy}' is not one of ROLLING, BLUE_GREEN, CANARY and LINEAR."),
        };
    }

    private static TrafficPlan Canary(JsonObject canary, int bake)
    {
        var first = canary.Real("canaryPercent") ?? 5;
        if (first is < 0.1m or > 100 || !IsInTenths(first))
            throw DeploymentErrors.InvalidParameter("canaryPercent must be a multiple of 0.1 between 0.1 and 100.0.");
        return new("CANARY", first < 100 ? [first, 100] : [100], Minutes(canary, "canaryBakeTimeInMinutes", 10), bake);
    }

    private static TrafficPlan Linear(JsonObject linear, int bake)
    {
        var step = linear.Real("stepPercent") ?? 10;
        if (step is < 3 or > 100 || !IsInTenths(step))
            throw DeploymentErrors.InvalidParameter("stepPercent must be a multiple of 0.1 between 3.0 and 100.0.");
        var steps = Enumerable.Range(1, (int)Math.Ceiling(100 / step)).Select(number => Math.Min(100, number * step));
        return new("LINEAR", [.. steps], Minutes(linear, "stepBakeTimeInMinutes", 6), bake);
    }

    private static bool IsInTenths(decimal percent) => percent * 10 % 1 == 0;

    private static int Minutes(JsonObject configuration, string member, int usual) =>
        configuration.Number(member) is not { } given ? usual
        : given is >= 0 and <= LongestBake ? given
        : throw DeploymentErrors.InvalidParameter($"{member} must be between 0 and {LongestBake}.");
}
