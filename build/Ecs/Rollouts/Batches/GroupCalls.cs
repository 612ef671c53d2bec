using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Batches;

/// <summary>The calls that services which are moved together have in common, so that many services do not take many calls.</summary>
internal sealed class GroupCalls(EcsClient ecs, TimeProvider time)
{
    /// <summary>Of how many services it is told in which places their task definitions differ, which takes a call for each.</summary>
    private const int MostTold = 10;

    private readonly HashSet<string> _clusters = [];
    private IReadOnlyDictionary<(string Cluster, string Service), ServiceDescription> _services = new Dictionary<(string Cluster, string Service), ServiceDescription>();
    private int _told;
    private int _refused;

    public Looks Looks { get; } = new(ecs, time);

    public Pace Pace { get; } = new(time);

    /// <summary>Reads the clusters and the services as they are before anything is done.</summary>
    public async Task ReadAsync(IReadOnlyCollection<RolloutRequest> requests, CancellationToken cancellation)
    {
        var clusters = await ecs.DescribeClustersAsync([.. requests.Select(request => request.Cluster).Distinct()], cancellation);
        _clusters.UnionWith(clusters.Found.Where(cluster => cluster.Text("status") == "ACTIVE").SelectMany(cluster => new[] { cluster.Text("clusterName"), cluster.Text("clusterArn") }).OfType<string>());
        _services = await ServiceReader.FindAsync(ecs, [.. requests.Where(request => HasCluster(request.Cluster)).Select(request => (request.Cluster, request.Service))], cancellation);
    }

    /// <summary>Whether the cluster is there, and its services were read.</summary>
    public bool HasCluster(string cluster) => _clusters.Contains(cluster);

    /// <summary>As it was before anything was done; null when it is not there.</summary>
    public ServiceDescription? Find(RolloutRequest request) => _services.GetValueOrDefault((request.Cluster, request.Service));

    /// <summary>Whether the places are told in which one more service differs.</summary>
    public bool MayTell() => Interlocked.Increment(ref _told) <= MostTold;

    /// <summary>Whether this is the first service that may not be tagged: the others may not either, and one message is enough.</summary>
    public bool IsFirstRefusal() => Interlocked.Exchange(ref _refused, 1) == 0;
}
