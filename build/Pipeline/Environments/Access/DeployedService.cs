using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>The environment's service, as ECS describes it.</summary>
internal static class DeployedService
{
    /// <summary>Null when the cluster, or the service in it, is not there.</summary>
    public static async Task<JsonObject?> FindAsync(EcsClient ecs, ServiceAddress address, CancellationToken cancellation)
    {
        try
        {
            var lookup = await ecs.DescribeServicesAsync(address.Cluster, [address.Service], cancellation);
            return lookup.Found.FirstOrDefault(service => (string?)service["status"] is "ACTIVE" or "DRAINING");
        }
        catch (AwsException missing) when (missing.Code == "ClusterNotFoundException")
        {
            return null;
        }
    }

    /// <exception cref="RunFailedException">It is not there; exit code 3.</exception>
    public static async Task<JsonObject> RequireAsync(EcsClient ecs, Settings settings, CancellationToken cancellation)
    {
        var address = settings.Service.RequireService();
        return await FindAsync(ecs, address, cancellation) ?? throw new RunFailedException(
            ExitCodes.Prerequisite,
            $"{settings.Service.PlaceOf("service")}: there is no service '{address.Service}' in cluster '{address.Cluster}': nothing is deployed to environment '{settings.Environment}'. "
            + $"Deploy first ({Options.Target}=Deploy {Options.Environment}={settings.Environment}), or correct 'deploy.cluster' and '{settings.Service.Path}.service'.");
    }
}
