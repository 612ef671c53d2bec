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

    /// <summary>The service that is being deployed.</summary>
    /// <exception cref="RolloutException">It is not there any more.</exception>
    public async Task<ServiceDescription> ReadAsync(RolloutRequest request, CancellationToken cancellation) =>
        await FindAsync(request.Cluster, request.Service, cancellation) is { IsActive: true } service
            ? service
            : throw new RolloutException(RolloutOutcome.NotRolledBack, $"Service '{request.Service}' was deleted by someone else while it was deployed.");
}
