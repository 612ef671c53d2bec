using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Rollouts;

/// <summary>Looks for what a service is to be in.</summary>
public static class Clusters
{
    /// <param name="place">Where the configuration names the service's cluster.</param>
    /// <exception cref="RolloutException">There is none; refused.</exception>
    public static async Task RequireAsync(EcsClient ecs, string cluster, string place, CancellationToken cancellation)
    {
        var clusters = await ecs.DescribeClustersAsync([cluster], cancellation);
        if (clusters.Found.Any(found => (string?)found["status"] == "ACTIVE")) return;
        throw new RolloutException(
            RolloutOutcome.Refused,
            $"{place}: there is no active cluster '{cluster}' in this account and region. Create it (aws ecs create-cluster --cluster-name {cluster}), or correct 'deploy.cluster'.");
    }
}
