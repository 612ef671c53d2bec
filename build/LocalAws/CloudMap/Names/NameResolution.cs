using System.Globalization;
using System.Net;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudMap.Resources;

namespace Slipway.LocalAws.CloudMap.Names;

/// <summary>
/// Answers for the names of private namespaces, as the resolver of the VPC does: <c>SERVICE.NAMESPACE</c> for the instances of a service, and
/// <c>INSTANCE.SERVICE.NAMESPACE</c> for what its SRV records name. DnsConfig and DnsRecord in the API reference of Cloud Map.
/// </summary>
internal sealed class NameResolution(CloudMapStore store)
{
    /// <summary>As many as one answer of Route 53 has.</summary>
    private const int MostRecords = 8;

    /// <summary>What the SDKs put before the host of an endpoint for DiscoverInstances, where it is an address, too.</summary>
    private const string HostPrefix = "data-";

    /// <summary>Seconds.</summary>
    private const int HostTtl = 60;

    /// <summary>Null for a name that others know: it is in no namespace.</summary>
    public DnsAnswer? Answer(DnsQuestion question)
    {
        var state = store.Current;
        var space = state.Namespaces.Where(known => known.Type == DiscoveryNamespace.Private && IsIn(question.Name, known.Name)).MaxBy(known => known.Name.Length);
        if (space is null && question.Name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(question.Name[HostPrefix.Length..], out var host))
            return new(Exists: true, question.Type is DnsQuestion.A ? [new AddressRecord(host, HostTtl)] : [], "", 0);
        // Names without a point are those of containers, which the resolver of a VPC knows none of.
        if (space is null)
            return question.Name.Contains('.', StringComparison.Ordinal) || question.Name.Length == 0 ? null : new(Exists: false, [], "", 0);
        if (question.Name.Length == space.Name.Length)
            return Of(space, exists: true, []);
        var relative = question.Name[..^(space.Name.Length + 1)];
        var services = state.ServicesOf(space).Where(service => service.Records.Count > 0 && service.Instances.Count > 0).ToList();
        if (services.Find(service => IsSame(service.Name, relative)) is { } named)
            return Of(space, exists: true, RecordsOf(named, space, question.Type));
        var hosts = services.Where(service => service.Record(RecordKind.Srv) is not null && IsIn(relative, service.Name))
            .SelectMany(service => service.Instances.Where(instance => IsSame($"{instance.Id}.{service.Name}", relative)).Select(instance => (service, instance))).ToList();
        return hosts.Count == 0 ? Of(space, exists: false, [])
            : Of(space, exists: true, question.Type is DnsQuestion.A or DnsQuestion.Any ? [.. hosts.SelectMany(host => AddressesOf(host.instance, host.service.Record(RecordKind.Srv)!.Ttl))] : []);
    }

    private static List<DnsRecord> RecordsOf(DiscoveryService service, DiscoveryNamespace space, ushort type)
    {
        var chosen = service.Eligible.Shuffle().Take(service.RoutingPolicy == DiscoveryService.Weighted ? 1 : MostRecords).ToList();
        var records = new List<DnsRecord>();
        if (service.Record(RecordKind.A) is { } address && type is DnsQuestion.A or DnsQuestion.Any)
            records.AddRange(chosen.SelectMany(instance => AddressesOf(instance, address.Ttl)));
        if (service.Record(RecordKind.Srv) is { } port && type is DnsQuestion.Srv or DnsQuestion.Any)
            records.AddRange(chosen.SelectMany(instance => PortsOf(instance, $"{instance.Id}.{service.Name}.{space.Name}", port.Ttl)));
        return records;
    }

    private static IEnumerable<DnsRecord> AddressesOf(Instance instance, int ttl) =>
        IPAddress.TryParse(instance.Attributes.GetValueOrDefault(InstanceAttributes.Address), out var address) ? [new AddressRecord(address, ttl)] : [];

    private static IEnumerable<DnsRecord> PortsOf(Instance instance, string host, int ttl) =>
        ushort.TryParse(instance.Attributes.GetValueOrDefault(InstanceAttributes.Port), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? [new ServiceRecord(port, host, ttl)] : [];

    private static DnsAnswer Of(DiscoveryNamespace space, bool exists, IReadOnlyList<DnsRecord> records) => new(exists, records, space.Name, space.SoaTtl);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is that domain, or in it.</summary>
    private static bool IsIn(string name, string domain) => IsSame(name, domain) || name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
