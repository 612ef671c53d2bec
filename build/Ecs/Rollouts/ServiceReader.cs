using Slipway.Aws.Ecs;
using Slipway.Ecs.Rollouts.Batches;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>Reads one service.</summary>
/// <param name="looks">For services that are followed at the same time; null for one alone.</param>
internal sealed class ServiceReader(EcsClient ecs, Looks? looks = null)
{
    /// <summary>Active or draining; null when the cluster has no such service, or an inactive one only.</summary>
    public async Task<ServiceDescription?> FindAsync(string cluster, string service, CancellationToken cancellation) =>
        (await FindAsync(ecs, [(cluster, service)], cancellation)).GetValueOrDefault((cluster, service));

    /// <summary>The same for several.</summary>
    /// <returns>Those that are active or draining.</returns>
    public static async Task<IReadOnlyDictionary<(string Cluster, string Service), ServiceDescription>> FindAsync(
        EcsClient ecs, IReadOnlyCollection<(string Cluster, string Service)> services, CancellationToken cancellation)
    {
        var found = new Dictionary<(string Cluster, string Service), ServiceDescription>();
        foreach (var cluster in services.GroupBy(service => service.Cluster, service => service.Service))
        {
            var names = cluster.ToList();
            foreach (var service in (await ecs.DescribeServicesAsync(cluster.Key, names, cancellation)).Found.Select(node => new ServiceDescription(node)).Where(service => service.IsActive || service.IsDraining))
            {
                var (name, arn) = (service.Node.Text("serviceName"), service.Node.Text("serviceArn"));
                found.TryAdd((cluster.Key, names is [var only] ? only : names.Find(asked => asked == name || asked == arn) ?? ""), service);
            }
        }

        return found;
    }

    /// <summary>The service that is being deployed.</summary>
    /// <exception cref="RolloutException">It is not there any more.</exception>
    public async Task<ServiceDescription> ReadAsync(RolloutRequest request, CancellationToken cancellation) => Required(request, await FindAsync(request.Cluster, request.Service, cancellation));

    /// <summary>The same, in one call with others that are followed.</summary>
    /// <exception cref="RolloutException">It is not there any more.</exception>
    public async Task<ServiceDescription> FollowAsync(RolloutRequest request, CancellationToken cancellation) =>
        looks is null ? await ReadAsync(request, cancellation) : Required(request, await looks.ReadAsync(request.Cluster, request.Service, cancellation));

    /// <summary>To be called when the service was changed.</summary>
    public void Renew(RolloutRequest request) => looks?.Renew(request.Cluster, request.Service);

    private static ServiceDescription Required(RolloutRequest request, ServiceDescription? service) => service is { IsActive: true }
        ? service
        : throw new RolloutException(RolloutOutcome.NotRolledBack, $"Service '{request.Service}' was deleted by someone else while it was deployed.");
}
