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
    public static async Task<JsonObject?> FindAsync(EcsClient ecs, ServiceAddress address, CancellationToken cancellation) =>
        (await FindAsync(ecs, [address], cancellation)).GetValueOrDefault(address);

    /// <summary>Several services, ten a call.</summary>
    /// <returns>Those that are there.</returns>
    public static async Task<IReadOnlyDictionary<ServiceAddress, JsonObject>> FindAsync(EcsClient ecs, IReadOnlyCollection<ServiceAddress> addresses, CancellationToken cancellation)
    {
        var found = new Dictionary<ServiceAddress, JsonObject>();
        foreach (var cluster in addresses.Distinct().GroupBy(address => address.Cluster))
        {
            foreach (var service in await ReadAsync(ecs, cluster.Key, [.. cluster.Select(address => address.Service)], cancellation))
            {
                var address = cluster.Count() == 1 ? cluster.First() : cluster.FirstOrDefault(address => address.Service == (string?)service["serviceName"] || address.Service == (string?)service["serviceArn"]);
                if (address is not null) found.TryAdd(address, service);
            }
        }

        return found;
    }

    /// <summary>Whether it is active, and completely what it was last deployed to be.</summary>
    /// <param name="service">As DescribeServices gives it; null when it is not there.</param>
    public static bool IsSettled(JsonObject? service) => (string?)service?["status"] == "ACTIVE" && ((string?)service["deploymentController"]?["type"] ?? "ECS") switch
    {
        "ECS" => service["deployments"] is JsonArray { Count: 1 } only && (string?)only[0]?["rolloutState"] is "COMPLETED" or null,
        _ => service["taskSets"] is JsonArray { Count: 1 } only && (string?)only[0]?["stabilityStatus"] == "STEADY_STATE",
    };

    private static async Task<IEnumerable<JsonObject>> ReadAsync(EcsClient ecs, string cluster, IReadOnlyCollection<string> services, CancellationToken cancellation)
    {
        try
        {
            return (await ecs.DescribeServicesAsync(cluster, services, cancellation)).Found.Where(service => (string?)service["status"] is "ACTIVE" or "DRAINING");
        }
        catch (AwsException missing) when (missing.Code == "ClusterNotFoundException")
        {
            return [];
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
