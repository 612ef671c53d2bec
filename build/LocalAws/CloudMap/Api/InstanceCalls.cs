using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>The operations on the instances of services, and those that find them.</summary>
internal sealed partial class InstanceCalls(CloudMapStore store, LocalAwsOptions options, TimeProvider time)
{
    /// <summary>Attributes that lead to something else than an address: a load balancer, a name, an instance of EC2.</summary>
    private static readonly string[] NotEmulated = ["AWS_ALIAS_DNS_NAME", "AWS_INSTANCE_CNAME", "AWS_EC2_INSTANCE_ID", "AWS_INSTANCE_IPV6"];

    public async Task<JsonObject> RegisterAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (service, id, attributes) = (Service(request), request.Required("InstanceId"), request.TextMap("Attributes"));
        if (request.Object("Attributes") is null)
            throw CloudMapErrors.InvalidInput("Attributes is required.");
        if (!InstanceId().IsMatch(id))
            throw CloudMapErrors.InvalidInput($"Instance id '{id}' is not valid.");
        if (service.Records.Count > 0 && NotEmulated.FirstOrDefault(attributes.ContainsKey) is { } attribute)
            throw AwsErrorException.NotImplemented($"the attribute {attribute} of an instance with DNS records");
        return await ChangeAsync(
            "REGISTER_INSTANCE", id, before => before.Register(service.Id, Instance.Of(id, attributes) with { CreatorRequestId = request.Text("CreatorRequestId") }), cancellationToken);
    }

    public async Task<JsonObject> DeregisterAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (service, instance) = Find(request);
        return await ChangeAsync("DEREGISTER_INSTANCE", instance.Id, before => before.Deregister(service.Id, instance.Id), cancellationToken);
    }

    public async Task<JsonObject> SetHealthAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (service, instance) = Find(request);
        if (!service.HasCustomHealth)
            throw new AwsErrorException("CustomHealthNotFound", $"Service {service.Name} has no custom health check.");
        var status = request.Required("Status");
        if (status is not (InstanceAttributes.Healthy or InstanceAttributes.Unhealthy))
            throw CloudMapErrors.InvalidInput($"Status '{status}' is not one of HEALTHY and UNHEALTHY.");
        await store.ChangeAsync(before => before.WithHealth(service.Id, instance.Id, status == InstanceAttributes.Healthy), cancellationToken);
        return [];
    }

    public JsonObject Get(JsonObject request)
    {
        var (_, instance) = Find(request);
        var view = View(instance);
        view.AddText("CreatorRequestId", instance.CreatorRequestId);
        return new() { ["ResourceOwner"] = options.Account, ["Instance"] = view };
    }

    public JsonObject List(JsonObject request)
    {
        var answer = request.Page(Service(request).Instances).ToJson("Instances", View, "NextToken");
        answer["ResourceOwner"] = options.Account;
        return answer;
    }

    public JsonObject Health(JsonObject request)
    {
        var service = Service(request);
        var wanted = request.Texts("Instances");
        if (wanted.FirstOrDefault(id => service.Instance(id) is null) is { } missing)
            throw CloudMapErrors.InstanceNotFound(missing);
        var page = request.Page([.. service.Instances.Where(instance => wanted.Count == 0 || wanted.Contains(instance.Id))]);
        var answer = new JsonObject { ["Status"] = new JsonObject(page.Items.Select(instance => KeyValuePair.Create<string, JsonNode?>(instance.Id, HealthOf(service, instance)))) };
        answer.AddText("NextToken", page.NextToken);
        return answer;
    }

    /// <summary>In any order, as AWS gives them. What it does without a <c>HealthStatus</c> is unconfirmed: here it is HEALTHY_OR_ELSE_ALL, as a question for a name has it.</summary>
    public JsonObject Discover(JsonObject request)
    {
        var (space, service) = Named(request);
        var (query, optional) = (request.TextMap("QueryParameters"), request.TextMap("OptionalParameters"));
        var found = Having(service, request.Text("HealthStatus") ?? "HEALTHY_OR_ELSE_ALL").Where(instance => Has(instance, query)).ToList();
        if (found.Where(instance => Has(instance, optional)).ToList() is { Count: > 0 } better)
            found = better;
        var instances = found.Shuffle().Take(request.Number("MaxResults") ?? 100);
        return new()
        {
            ["Instances"] = new JsonArray([.. instances.Select(instance => new JsonObject
            {
                ["InstanceId"] = instance.Id,
                ["NamespaceName"] = space.Name,
                ["ServiceName"] = service.Name,
                ["HealthStatus"] = HealthOf(service, instance),
                ["Attributes"] = AttributesOf(instance),
            })]),
            ["InstancesRevision"] = service.Revision,
        };
    }

    public JsonObject Revision(JsonObject request) => new() { ["InstancesRevision"] = Named(request).Service.Revision };

    private static IEnumerable<Instance> Having(DiscoveryService service, string health) => health switch
    {
        _ when !service.HasCustomHealth => service.Instances,
        "ALL" => service.Instances,
        "HEALTHY" => service.Instances.Where(instance => instance.IsHealthy),
        "UNHEALTHY" => service.Instances.Where(instance => !instance.IsHealthy),
        "HEALTHY_OR_ELSE_ALL" => service.Eligible,
        _ => throw CloudMapErrors.InvalidInput($"HealthStatus '{health}' is not known."),
    };

    private static bool Has(Instance instance, Dictionary<string, string> attributes) => attributes.All(wanted => instance.Attributes.GetValueOrDefault(wanted.Key) == wanted.Value);

    private async Task<JsonObject> ChangeAsync(string type, string instanceId, Func<CloudMapState, CloudMapState> change, CancellationToken cancellationToken)
    {
        var operation = new Operation(CloudMapIds.Operation(), type, "INSTANCE", instanceId, time.GetUtcNow());
        await store.ChangeAsync(before => change(before).With(operation), cancellationToken);
        return operation.Answer();
    }

    private (DiscoveryNamespace Space, DiscoveryService Service) Named(JsonObject request)
    {
        var (space, name, state) = (request.Required("NamespaceName"), request.Required("ServiceName"), store.Current);
        var found = state.Namespaces.FirstOrDefault(known => known.Name == space) ?? throw CloudMapErrors.NamespaceNotFound(space);
        return (found, state.ServicesOf(found).FirstOrDefault(known => known.Name == name) ?? throw CloudMapErrors.ServiceNotFound(name));
    }

    private DiscoveryService Service(JsonObject request) =>
        store.Current.Service(request.Required("ServiceId")) ?? throw CloudMapErrors.ServiceNotFound(request.Required("ServiceId"));

    private (DiscoveryService Service, Instance Instance) Find(JsonObject request)
    {
        var (service, id) = (Service(request), request.Required("InstanceId"));
        return (service, service.Instance(id) ?? throw CloudMapErrors.InstanceNotFound(id));
    }

    private static string HealthOf(DiscoveryService service, Instance instance) =>
        !service.HasCustomHealth ? "UNKNOWN" : instance.IsHealthy ? InstanceAttributes.Healthy : InstanceAttributes.Unhealthy;

    private JsonObject View(Instance instance) => new() { ["Id"] = instance.Id, ["Attributes"] = AttributesOf(instance), ["CreatedByAccount"] = options.Account };

    private static JsonObject AttributesOf(Instance instance) =>
        new(instance.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => KeyValuePair.Create<string, JsonNode?>(attribute.Key, attribute.Value)));

    [GeneratedRegex("^[0-9a-zA-Z_/:.@-]{1,64}$")]
    private static partial Regex InstanceId();
}
