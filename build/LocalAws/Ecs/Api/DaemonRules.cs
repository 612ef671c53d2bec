using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What ECS refuses of a service with the scheduling strategy DAEMON: one task on each container instance.</summary>
internal static class DaemonRules
{
    private const string Refused = "The daemon scheduling strategy does not support";

    /// <summary>Checks a CreateService or UpdateService request.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    public static void Check(JsonObject request)
    {
        if (request.Number("desiredCount") is not null)
            throw EcsErrors.InvalidParameter($"{Refused} a desired count for services. Remove the desired count value and try again");
        if (request.Object("deploymentConfiguration")?.Number("maximumPercent") > 100)
            throw EcsErrors.InvalidParameter($"{Refused} values above 100 for maximumPercent");
        if (request.Objects("placementStrategy").Count > 0)
            throw EcsErrors.InvalidParameter($"{Refused} placement strategies");
        // The sentence is unconfirmed.
        if (request.Text("launchType") == Launch.OnFargate)
            throw EcsErrors.InvalidParameter($"{Refused} the FARGATE launch type");
    }
}
