using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>DescribeServices, ListServices, ListServicesByNamespace and DeleteService; creation and update have a class of their own.</summary>
internal sealed class ServiceOperations(EcsState state, ServiceChanges changes, ServiceView view, IServiceRegistry registry, EcsArns arns) : IOperations
{
    private const int DescribedAtOnce = 10;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["CreateService"] = request => Answer(changes.Create(request)),
        ["UpdateService"] = request => Answer(changes.Update(request)),
        ["DescribeServices"] = Describe,
        ["ListServices"] = List,
        ["ListServicesByNamespace"] = ListByNamespace,
        ["DeleteService"] = request => Answer(changes.Delete(request)),
    };

    private JsonObject Answer(Service service) => new() { ["service"] = view.Of(service) };

    private JsonObject Describe(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var names = request.Texts("services");
        if (names.Count == 0)
            throw EcsErrors.InvalidParameter("Services cannot be empty.");
        if (names.Count > DescribedAtOnce)
            throw EcsErrors.InvalidParameter($"Services cannot be more than {DescribedAtOnce}.");
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names.Select(EcsArns.NameOf))
        {
            if (state.Service(cluster, name) is { } service)
                found.Add(Page.Described(request, view.Of(service)));
            else
                failures.Add(new JsonObject { ["arn"] = arns.Service(cluster, name), ["reason"] = "MISSING" });
        }

        return new() { ["services"] = found, ["failures"] = failures };
    }

    private JsonObject List(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var (launchType, strategy) = (request.Text("launchType"), request.Text("schedulingStrategy"));
        var listed = state.Services.Where(service => service.Cluster == cluster && service.Status != ServiceStatus.Inactive
            && (launchType is null || service.Deployments.FirstOrDefault()?.Launch.Type == launchType)
            && (strategy is null || service.IsDaemon == (strategy == "DAEMON")));
        return Page.Of(request, "serviceArns", [.. listed.Select(service => service.Arn)]);
    }

    /// <summary>Those that Service Connect connects in it, in all clusters.</summary>
    private JsonObject ListByNamespace(JsonObject request)
    {
        var space = ConnectRules.Find(registry, request.RequiredText("namespace"));
        var listed = state.Services.Where(service => service.Status != ServiceStatus.Inactive && service.Deployments.FirstOrDefault()?.Connect?.NamespaceArn == space.Arn);
        return Page.Of(request, "serviceArns", [.. listed.Select(service => service.Arn)]);
    }
}
