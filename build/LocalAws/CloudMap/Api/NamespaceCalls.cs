using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>The operations on namespaces, and those that tell how an operation went.</summary>
internal sealed partial class NamespaceCalls(CloudMapStore store, CloudMapIds ids, LocalAwsOptions options, TimeProvider time)
{
    public Task<JsonObject> CreatePrivateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        request.Required("Vpc");
        if (!DomainName().IsMatch(request.Required("Name")))
            throw CloudMapErrors.InvalidInput($"Namespace name '{request.Text("Name")}' is not a domain name.");
        return CreateAsync(request, DiscoveryNamespace.Private, cancellationToken);
    }

    public Task<JsonObject> CreateHttpAsync(JsonObject request, CancellationToken cancellationToken) => CreateAsync(request, DiscoveryNamespace.Http, cancellationToken);

    /// <summary>All that an HTTP namespace can change is its description, so that is required.</summary>
    public Task<JsonObject> UpdateHttpAsync(JsonObject request, CancellationToken cancellationToken)
    {
        request.Object("Namespace")?.Required("Description");
        return UpdateAsync(request, cancellationToken);
    }

    public async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var change = request.Object("Namespace") ?? throw CloudMapErrors.InvalidInput("Namespace is required.");
        var operation = Operation("UPDATE_NAMESPACE", Find(request).Id);
        await store.ChangeAsync(
            before =>
            {
                var known = before.Namespace(request.Required("Id")) ?? throw CloudMapErrors.NamespaceNotFound(request.Required("Id"));
                var changed = known with { Description = change.Text("Description") ?? known.Description, SoaTtl = SoaTtl(change) ?? known.SoaTtl };
                return before.With(changed).With(operation);
            },
            cancellationToken);
        return operation.Answer();
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var operation = Operation("DELETE_NAMESPACE", Find(request).Id);
        await store.ChangeAsync(
            before =>
            {
                var known = before.Namespace(request.Required("Id")) ?? throw CloudMapErrors.NamespaceNotFound(request.Required("Id"));
                if (before.ServicesOf(known).Any())
                    throw CloudMapErrors.NamespaceInUse();
                return (before with { Namespaces = [.. before.Namespaces.Where(other => other != known)] }).With(operation);
            },
            cancellationToken);
        return operation.Answer();
    }

    public JsonObject Get(JsonObject request)
    {
        var known = Find(request);
        var view = View(known);
        view["ServiceCount"] = store.Current.ServicesOf(known).Count();
        view.AddText("CreatorRequestId", known.CreatorRequestId);
        return new() { ["Namespace"] = view };
    }

    public JsonObject List(JsonObject request)
    {
        var found = store.Current.Namespaces.Where(known => request.Matches(
            new Dictionary<string, string> { ["TYPE"] = known.Type, ["NAME"] = known.Name, ["HTTP_NAME"] = known.Name, ["RESOURCE_OWNER"] = "SELF" }));
        return request.Page([.. found]).ToJson("Namespaces", View, "NextToken");
    }

    public JsonObject GetOperation(JsonObject request)
    {
        var id = request.Required("OperationId");
        var operation = store.Current.Operations.FirstOrDefault(known => known.Id == id) ?? throw new AwsErrorException("OperationNotFound", $"No operation found for {id}.");
        return new()
        {
            ["Operation"] = new JsonObject
            {
                ["Id"] = operation.Id,
                ["OwnerAccount"] = options.Account,
                ["Type"] = operation.Type,
                ["Status"] = "SUCCESS",
                ["CreateDate"] = operation.CreatedAt.ToTimestamp(),
                ["UpdateDate"] = operation.CreatedAt.ToTimestamp(),
                ["Targets"] = new JsonObject { [operation.Target] = operation.TargetId },
            },
        };
    }

    private async Task<JsonObject> CreateAsync(JsonObject request, string type, CancellationToken cancellationToken)
    {
        var id = CloudMapIds.Namespace();
        var operation = Operation("CREATE_NAMESPACE", id);
        var made = new DiscoveryNamespace(id, ids.Arn("namespace", id), request.Required("Name"), type, time.GetUtcNow())
        {
            Description = request.Text("Description"),
            CreatorRequestId = request.Text("CreatorRequestId"),
            HostedZoneId = type == DiscoveryNamespace.Private ? CloudMapIds.HostedZone() : null,
            SoaTtl = SoaTtl(request) ?? DiscoveryNamespace.DefaultSoaTtl,
            Tags = request.Tags(),
        };
        await store.ChangeAsync(
            before =>
            {
                // On AWS, namespaces of two VPCs may have one name.
                if (before.Namespaces.FirstOrDefault(known => string.Equals(known.Name, made.Name, StringComparison.OrdinalIgnoreCase)) is { } known)
                    throw known.Type == type ? CloudMapErrors.NamespaceExists(known) : AwsErrorException.NotImplemented($"a second namespace with the name '{known.Name}'");
                return before.With(made).With(operation);
            },
            cancellationToken);
        return operation.Answer();
    }

    private DiscoveryNamespace Find(JsonObject request) =>
        store.Current.Namespace(request.Required("Id")) ?? throw CloudMapErrors.NamespaceNotFound(request.Required("Id"));

    private Operation Operation(string type, string namespaceId) => new(CloudMapIds.Operation(), type, "NAMESPACE", namespaceId, time.GetUtcNow());

    private static int? SoaTtl(JsonObject of) => of.Object("Properties")?.Object("DnsProperties")?.Object("SOA")?.Number("TTL");

    private JsonObject View(DiscoveryNamespace known)
    {
        var properties = new JsonObject { ["HttpProperties"] = new JsonObject { ["HttpName"] = known.Name } };
        if (known.HostedZoneId is { } zone)
            properties["DnsProperties"] = new JsonObject { ["HostedZoneId"] = zone, ["SOA"] = new JsonObject { ["TTL"] = known.SoaTtl } };
        var view = new JsonObject
        {
            ["Id"] = known.Id,
            ["Arn"] = known.Arn,
            ["ResourceOwner"] = options.Account,
            ["Name"] = known.Name,
            ["Type"] = known.Type,
            ["Properties"] = properties,
            ["CreateDate"] = known.CreatedAt.ToTimestamp(),
        };
        view.AddText("Description", known.Description);
        return view;
    }

    [GeneratedRegex(@"^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$")]
    private static partial Regex DomainName();
}
