using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>The operations on services.</summary>
internal sealed partial class ServiceCalls(CloudMapStore store, CloudMapIds ids, LocalAwsOptions options, TimeProvider time)
{
    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = CloudMapIds.Service();
        var made = Of(request, id);
        await store.ChangeAsync(
            before =>
            {
                if (before.Services.FirstOrDefault(known => known.NamespaceId == made.NamespaceId && string.Equals(known.Name, made.Name, StringComparison.OrdinalIgnoreCase)) is not { } known)
                    return before.With(made);
                if (made.CreatorRequestId is null || known.CreatorRequestId != made.CreatorRequestId)
                    throw CloudMapErrors.ServiceExists(known);
                made = known;
                return before;
            },
            cancellationToken);
        return new() { ["Service"] = View(made) };
    }

    /// <summary>Changes the description and how long records may be kept; their types stay.</summary>
    public async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var change = request.Object("Service") ?? throw CloudMapErrors.InvalidInput("Service is required.");
        var operation = new Operation(CloudMapIds.Operation(), "UPDATE_SERVICE", "SERVICE", Find(request).Id, time.GetUtcNow());
        await store.ChangeAsync(
            before =>
            {
                var known = before.Service(request.Required("Id")) ?? throw CloudMapErrors.ServiceNotFound(request.Required("Id"));
                if (known.Records.Count == 0)
                    throw CloudMapErrors.InvalidInput($"Service {known.Name} is found by API calls only and cannot be updated.");
                var records = RecordsOf(change);
                if (records.Count == 0)
                    throw AwsErrorException.NotImplemented("UpdateService without DnsRecords, which takes the records away");
                if (!records.Select(record => record.Type).Order().SequenceEqual(known.Records.Select(record => record.Type).Order()))
                    throw CloudMapErrors.InvalidInput($"The types of the DNS records of service {known.Name} cannot be changed.");
                return before.With(known with { Description = change.Text("Description") ?? known.Description, Records = records }).With(operation);
            },
            cancellationToken);
        return operation.Answer();
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            before =>
            {
                var known = before.Service(request.Required("Id")) ?? throw CloudMapErrors.ServiceNotFound(request.Required("Id"));
                return known.Instances.Count == 0 ? before with { Services = [.. before.Services.Where(other => other != known)] } : throw CloudMapErrors.ServiceInUse();
            },
            cancellationToken);
        return [];
    }

    public JsonObject Get(JsonObject request) => new() { ["Service"] = View(Find(request)) };

    public JsonObject List(JsonObject request)
    {
        var state = store.Current;
        var found = state.Services.Where(known => request.Matches(new Dictionary<string, string> { ["NAMESPACE_ID"] = known.NamespaceId, ["RESOURCE_OWNER"] = "SELF" }));
        return request.Page([.. found]).ToJson("Services", View, "NextToken");
    }

    private DiscoveryService Of(JsonObject request, string id)
    {
        var name = request.Required("Name");
        if (!ServiceName().IsMatch(name))
            throw CloudMapErrors.InvalidInput($"Service name '{name}' is not valid.");
        var dns = request.Object("DnsConfig");
        var namespaceId = request.Text("NamespaceId") ?? dns?.Text("NamespaceId") ?? throw CloudMapErrors.InvalidInput("NamespaceId is required.");
        var space = store.Current.Namespace(namespaceId) ?? throw CloudMapErrors.NamespaceNotFound(namespaceId);
        var records = RecordsOf(request);
        var isHttp = request.Text("Type") == "HTTP" || space.Type == DiscoveryNamespace.Http;
        if (isHttp != (records.Count == 0))
            throw CloudMapErrors.InvalidInput(isHttp ? "A service that is found by API calls only has no DnsConfig." : "A service of a DNS namespace needs a DnsConfig with DnsRecords, or the type HTTP.");
        var policy = dns?.Text("RoutingPolicy") ?? DiscoveryService.Multivalue;
        if (policy is not (DiscoveryService.Multivalue or DiscoveryService.Weighted))
            throw CloudMapErrors.InvalidInput($"RoutingPolicy '{policy}' is not one of MULTIVALUE and WEIGHTED.");
        return new(id, ids.Arn("service", id), name, space.Id, time.GetUtcNow())
        {
            Description = request.Text("Description"),
            CreatorRequestId = request.Text("CreatorRequestId"),
            Records = records,
            RoutingPolicy = policy,
            HasCustomHealth = request.Object("HealthCheckCustomConfig") is not null,
            Tags = request.Tags(),
        };
    }

    private static List<RecordKind> RecordsOf(JsonObject of)
    {
        var records = (of.Object("DnsConfig")?.Objects("DnsRecords") ?? []).Select(record => new RecordKind(
            record.Required("Type"), record.Number("TTL") ?? throw CloudMapErrors.InvalidInput("TTL of a DNS record is required."))).ToList();
        if (records.Find(record => record.Type is not (RecordKind.A or RecordKind.Srv)) is { } other)
            throw other.Type is "AAAA" or "CNAME" ? AwsErrorException.NotImplemented($"DNS records of type {other.Type}") : CloudMapErrors.InvalidInput($"DNS record type '{other.Type}' is not known.");
        return records.DistinctBy(record => record.Type).Count() == records.Count ? records : throw CloudMapErrors.InvalidInput("Each type of DNS record can be there once.");
    }

    private DiscoveryService Find(JsonObject request) => store.Current.Service(request.Required("Id")) ?? throw CloudMapErrors.ServiceNotFound(request.Required("Id"));

    private JsonObject View(DiscoveryService service)
    {
        var view = new JsonObject
        {
            ["Id"] = service.Id,
            ["Arn"] = service.Arn,
            ["ResourceOwner"] = options.Account,
            ["Name"] = service.Name,
            ["NamespaceId"] = service.NamespaceId,
            ["InstanceCount"] = service.Instances.Count,
            ["Type"] = service.Records.Count > 0 ? "DNS_HTTP" : "HTTP",
            ["CreateDate"] = service.CreatedAt.ToTimestamp(),
        };
        view.AddText("Description", service.Description);
        view.AddText("CreatorRequestId", service.CreatorRequestId);
        if (service.Records.Count > 0)
            view["DnsConfig"] = new JsonObject
            {
                ["NamespaceId"] = service.NamespaceId,
                ["RoutingPolicy"] = service.RoutingPolicy,
                ["DnsRecords"] = new JsonArray([.. service.Records.Select(record => new JsonObject { ["Type"] = record.Type, ["TTL"] = record.Ttl })]),
            };
        // AWS waits one interval of about 30 seconds, whatever was asked for; here a change of health counts at once.
        if (service.HasCustomHealth)
            view["HealthCheckCustomConfig"] = new JsonObject { ["FailureThreshold"] = 1 };
        return view;
    }

    [GeneratedRegex(@"^(?=.{1,127}$)([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*$")]
    private static partial Regex ServiceName();
}
