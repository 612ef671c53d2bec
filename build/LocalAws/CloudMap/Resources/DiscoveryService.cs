using System.Text.Json.Serialization;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>A service of a namespace, with the instances that are registered in it.</summary>
/// <param name="Id"><c>srv-</c> and 16 letters and digits.</param>
public sealed record DiscoveryService(string Id, string Arn, string Name, string NamespaceId, DateTimeOffset CreatedAt)
{
    public const string Weighted = "WEIGHTED";
    public const string Multivalue = "MULTIVALUE";

    public string? Description { get; init; }

    public string? CreatorRequestId { get; init; }

    /// <summary>The records that each instance gets; none for a service that is found by DiscoverInstances only.</summary>
    public IReadOnlyList<RecordKind> Records { get; set; } = [];

    /// <summary>MULTIVALUE: up to eight instances are an answer. WEIGHTED: one of them.</summary>
    public string RoutingPolicy { get; set; } = Multivalue;

    /// <summary>Whether instances have a health, which their owner tells. Without it all count as healthy.</summary>
    public bool HasCustomHealth { get; init; }

    public IReadOnlyList<Instance> Instances { get; set; } = [];

    /// <summary>Grows with each change of the instances.</summary>
    public long Revision { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    public RecordKind? Record(string type) => Records.FirstOrDefault(record => record.Type == type);

    public Instance? Instance(string id) => Instances.FirstOrDefault(instance => instance.Id == id);

    /// <summary>The same with other instances.</summary>
    public DiscoveryService With(IEnumerable<Instance> instances) => this with { Instances = [.. instances], Revision = Revision + 1 };

    /// <summary>
    /// Those that an answer may name: the healthy ones, or all when none is healthy. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Instance> Eligible =>
        HasCustomHealth && Instances.Where(instance => instance.IsHealthy).ToList() is { Count: > 0 } healthy ? healthy : Instances;
}

/// <summary>A kind of record that the instances of a service get.</summary>
/// <param name="Type">A or SRV.</param>
/// <param name="Ttl">Seconds.</param>
public sealed record RecordKind(string Type, int Ttl)
{
    public const string A = "A";
    public const string Srv = "SRV";
}
