using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>
/// <c>alarms</c> of a <c>deploymentConfiguration</c>: one that goes to ALARM fails the deployment. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
/// </summary>
public sealed record DeploymentAlarms(IReadOnlyList<string> Names, bool Rollback)
{
    private static readonly string[] Members = ["alarmNames", "enable", "rollback"];

    /// <summary>Null where they are not there, or not enabled.</summary>
    /// <exception cref="AwsErrorException">A member is missing (the API's model requires all; ECS's own words are not known), or is none of ECS's.</exception>
    internal static DeploymentAlarms? Of(JsonObject? configuration)
    {
        if (configuration?.Object("alarms") is not { } alarms)
            return null;
        if (alarms.FirstOrDefault(member => member.Value is not null && !Members.Contains(member.Key)) is { Key: { } unknown })
            throw DeploymentErrors.Unsupported($"'{unknown}' of alarms");
        if (Members.FirstOrDefault(member => alarms[member] is null) is { } missing)
            throw DeploymentErrors.InvalidParameter($"alarms of a deployment need '{missing}'.");
        return alarms.Flag("enable") == true ? new(alarms.Texts("alarmNames"), alarms.Flag("rollback") == true) : null;
    }
}
