using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Rollouts;

/// <summary>Reads one service.</summary>
internal sealed class ServiceReader(EcsClient ecs)
{
    /// <summary>Active or draining; null when the cluster has no such service, or an inactive one only.</summary>
    public async Task<ServiceDescription?> FindAsync(string cluster, string service, CancellationToken cancellation)
    {
        var described = await ecs.DescribeServicesAsync(cluster, [service], cancellation);
        return described.Found.Select(node => new ServiceDescription(node)).FirstOrDefault(found => found.IsActive || found.IsDraining);
    }
}
