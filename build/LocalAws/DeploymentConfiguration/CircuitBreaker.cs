using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>A <c>deploymentCircuitBreaker</c>: how many failed tasks end a deployment.</summary>
/// <param name="Type">BOUNDED_PERCENT (ECS's own: 50 %, 3 at least, 200 at most), UNBOUNDED_PERCENT or COUNT.</param>
/// <param name="Value">Percent of the desired count, or tasks.</param>
/// <param name="ResetsOnHealthyTask">Whether a healthy task begins the count anew.</param>
public sealed record CircuitBreaker(bool Enabled, bool Rollback, string Type, int Value, bool ResetsOnHealthyTask)
{
    private const int DefaultPercent = 50;
    private const int LowestBound = 3;
    private const int HighestBound = 200;

    public int Threshold(int desired)
    {
        var share = (int)Math.Ceiling(desired * Value / 100m);
        return Type switch
        {
            "COUNT" => Value,
            "UNBOUNDED_PERCENT" => Math.Max(1, share),
            _ => Math.Clamp(share, LowestBound, HighestBound),
        };
    }

    /// <exception cref="AwsErrorException">A value that it cannot have.</exception>
    internal static CircuitBreaker Of(JsonObject? breaker)
    {
        var threshold = breaker?.Object("thresholdConfiguration");
        var read = new CircuitBreaker(
            breaker?.Flag("enable") ?? false,
            breaker?.Flag("rollback") ?? false,
            threshold?.Text("type") ?? "BOUNDED_PERCENT",
            threshold?.Number("value") ?? DefaultPercent,
            breaker?.Flag("resetOnHealthyTask") ?? true);
        if (read.Type is not ("BOUNDED_PERCENT" or "UNBOUNDED_PERCENT" or "COUNT"))
            throw DeploymentErrors.InvalidParameter($"The circuit breaker's threshold type '{read.Type}' is not one of BOUNDED_PERCENT, UNBOUNDED_PERCENT and COUNT.");
        if (read.Value < 1 || (read.Type != "COUNT" && read.Value > 100))
            throw DeploymentErrors.InvalidParameter("The circuit breaker's threshold value is out of its range.");
        return read;
    }
}
