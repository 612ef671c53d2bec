using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>
/// <c>earlySuccessCriteria</c>: a rolling deployment is successful before all of its tasks are healthy, and nothing rolls it back after that.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/early-success-criteria.html
/// The words of what is refused are not ECS's own, which are not known.
/// </summary>
/// <param name="HealthyPercent">Of the desired count.</param>
/// <param name="IsDeferred">Whether the tasks of the source stop after the deployment's end (DEFERRED) and not before it (BLOCKING).</param>
public sealed record EarlySuccess(int HealthyPercent, bool IsDeferred)
{
    private static readonly string[] Members = ["enable", "healthyPercent", "sourceServiceRevisionCleanup"];

    /// <summary>How many tasks have to be healthy: rounded up, and one at least.</summary>
    public int Count(int desired) => Math.Max(1, (int)Math.Ceiling(desired * HealthyPercent / 100m));

    /// <summary>Null where it is not there, or not enabled.</summary>
    /// <exception cref="AwsErrorException">A value that it cannot have, or a strategy that has none.</exception>
    internal static EarlySuccess? Of(JsonObject? configuration, int minimumHealthyPercent)
    {
        if (configuration?.Object("earlySuccessCriteria") is not { } criteria)
            return null;
        if (criteria.FirstOrDefault(member => member.Value is not null && !Members.Contains(member.Key)) is { Key: { } unknown })
            throw DeploymentErrors.Unsupported($"'{unknown}' of earlySuccessCriteria");
        if (criteria.Flag("enable") is not { } enabled)
            throw DeploymentErrors.InvalidParameter("earlySuccessCriteria needs 'enable'.");
        if (!enabled)
            return null;
        if (configuration.Text("strategy") is not (null or "ROLLING"))
            throw DeploymentErrors.InvalidParameter($"earlySuccessCriteria is only supported with the deployment strategy ROLLING; the strategy is {configuration.Text("strategy")}.");
        var cleanup = criteria.Text("sourceServiceRevisionCleanup");
        if (criteria.Number("healthyPercent") is not { } percent || cleanup is null)
            throw DeploymentErrors.InvalidParameter("earlySuccessCriteria that is enabled needs 'healthyPercent' and 'sourceServiceRevisionCleanup'.");
        if (percent > 100 || percent < minimumHealthyPercent)
            throw DeploymentErrors.InvalidParameter($"healthyPercent of earlySuccessCriteria must be between minimumHealthyPercent ({minimumHealthyPercent}) and 100.");
        return cleanup is "BLOCKING" or "DEFERRED"
            ? new(percent, cleanup == "DEFERRED")
            : throw DeploymentErrors.InvalidParameter($"sourceServiceRevisionCleanup '{cleanup}' is not one of BLOCKING and DEFERRED.");
    }
}
