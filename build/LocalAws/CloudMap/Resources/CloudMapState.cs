using System.Text.Json.Serialization;
using Slipway.LocalAws.CloudMap.Contract;

namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>All that Cloud Map knows. Ids and ARNs name a thing alike.</summary>
public sealed record CloudMapState
{
    private const int OperationsKept = 200;

    public IReadOnlyList<DiscoveryNamespace> Namespaces { get; set; } = [];

    public IReadOnlyList<DiscoveryService> Services { get; set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Operation> Operations { get; set; } = [];

    public DiscoveryNamespace? Namespace(string idOrArn) => Namespaces.FirstOrDefault(known => known.Id == idOrArn || known.Arn == idOrArn);

    public DiscoveryService? Service(string idOrArn) => Services.FirstOrDefault(known => known.Id == idOrArn || known.Arn == idOrArn);

    public IEnumerable<DiscoveryService> ServicesOf(DiscoveryNamespace space) => Services.Where(service => service.NamespaceId == space.Id);

    public CloudMapState With(DiscoveryNamespace changed) => this with { Namespaces = [.. Namespaces.Where(known => known.Id != changed.Id), changed] };

    public CloudMapState With(DiscoveryService changed) => this with { Services = [.. Services.Where(known => known.Id != changed.Id), changed] };

    public CloudMapState With(Operation added) => this with { Operations = [added, .. Operations.Take(OperationsKept - 1)] };

    /// <summary>With an instance added to a service, or replaced.</summary>
    /// <exception cref="Kernel.Protocol.AwsErrorException">The service is not there, or its records need an attribute that is missing.</exception>
    public CloudMapState Register(string serviceIdOrArn, Instance instance)
    {
        var service = Service(serviceIdOrArn) ?? throw CloudMapErrors.ServiceNotFound(serviceIdOrArn);
        Require(service, RecordKind.A, InstanceAttributes.Address, instance);
        Require(service, RecordKind.Srv, InstanceAttributes.Port, instance);
        return With(service.With(service.Instances.Where(known => known.Id != instance.Id).Append(instance)));
    }

    /// <summary>Without an instance; the same when the service or the instance is not there.</summary>
    public CloudMapState Deregister(string serviceIdOrArn, string instanceId) =>
        Service(serviceIdOrArn) is { } service && service.Instance(instanceId) is { } gone ? With(service.With(service.Instances.Where(known => known != gone))) : this;

    /// <summary>With the health of an instance; the same when nothing has a health there.</summary>
    public CloudMapState WithHealth(string serviceIdOrArn, string instanceId, bool isHealthy) =>
        Service(serviceIdOrArn) is { HasCustomHealth: true } service && service.Instance(instanceId) is { } known && known.IsHealthy != isHealthy
            ? With(service.With(service.Instances.Select(instance => instance == known ? known with { IsHealthy = isHealthy } : instance)))
            : this;

    private static void Require(DiscoveryService service, string type, string attribute, Instance instance)
    {
        if (service.Record(type) is not null && !instance.Attributes.ContainsKey(attribute))
            throw CloudMapErrors.InvalidInput($"The attribute {attribute} is required: service {service.Name} has {type} records.");
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(CloudMapState))]
public sealed partial class CloudMapJson : JsonSerializerContext;
