using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>CreateCluster, DescribeClusters, ListClusters, UpdateCluster, UpdateClusterSettings, DeleteCluster.</summary>
public sealed partial class ClusterOperations(EcsState state, IServiceRegistry registry, EcsArns arns, EcsSettings settings) : IOperations
{
    private const string DefaultName = "default";

    /// <summary>What UpdateCluster takes beside settings.</summary>
    private static readonly string[] Replaced = ["configuration"];

    private const string Connect = "serviceConnectDefaults";

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["CreateCluster"] = Create,
        ["DescribeClusters"] = Describe,
        ["DeleteCluster"] = Delete,
        ["UpdateCluster"] = Update,
        ["UpdateClusterSettings"] = Update,
        ["ListClusters"] = request => Page.Of(request, "clusterArns", [.. state.Clusters.Select(cluster => cluster.Arn)]),
    };

    /// <summary>The name of the cluster that a request is about.</summary>
    /// <exception cref="AwsErrorException">It does not exist.</exception>
    internal static string NameIn(EcsState state, JsonObject request)
    {
        var name = EcsArns.NameOf(request.Text("cluster") ?? DefaultName);
        return state.Cluster(name) is { } cluster ? cluster.Name : throw EcsErrors.ClusterNotFound();
    }

    private JsonObject Create(JsonObject request)
    {
        var name = request.Text("clusterName") ?? DefaultName;
        if (!ValidName().IsMatch(name))
            throw EcsErrors.InvalidParameter("Identifier is cluster name. It may have letters, digits, hyphens and underscores, 255 at most.");
        if (state.Cluster(name) is not { } cluster)
        {
            var definition = request.DeepClone().AsObject();
            definition.Remove("clusterName");
            CapacityProviderOperations.Check(state, request);
            SetNamespace(definition, request);
            if (AccountSettingOperations.InsightsOf(state) is var insights and not "disabled" && request.Objects("settings").All(setting => setting.Text("name") != AccountSettingOperations.Insights))
                definition["settings"] = new JsonArray([new JsonObject { ["name"] = AccountSettingOperations.Insights, ["value"] = insights }]);
            cluster = new(name, arns.Cluster(name), definition);
            state.Clusters.Add(cluster);
        }

        return new() { ["cluster"] = View(cluster) };
    }

    /// <summary>Settings are replaced one by one.</summary>
    private JsonObject Update(JsonObject request)
    {
        var cluster = state.Cluster(NameIn(state, request))!;
        SetNamespace(cluster.Definition, request);
        foreach (var member in Replaced.Where(member => request[member] is not null))
            cluster.Definition[member] = request[member]!.DeepClone();
        var given = request.Objects("settings");
        var kept = cluster.Definition.Objects("settings").Where(setting => given.All(other => other.Text("name") != setting.Text("name")));
        cluster.Definition["settings"] = new JsonArray([.. kept.Concat(given).Select(setting => setting.DeepClone())]);
        return new() { ["cluster"] = View(cluster) };
    }

    /// <summary>The namespace of services that name none, by its ARN; an empty name takes it away. ClusterServiceConnectDefaultsRequest in the API reference.</summary>
    private void SetNamespace(JsonObject definition, JsonObject request)
    {
        if (request.Object(Connect) is not { } given)
            return;
        var space = given.Text("namespace") is { Length: > 0 } name ? ConnectRules.Find(registry, name) : null;
        definition.Remove(Connect);
        if (space is not null)
            definition[Connect] = new JsonObject { ["namespace"] = space.Arn };
    }

    private JsonObject Describe(JsonObject request)
    {
        var names = request.Texts("clusters") is { Count: > 0 } asked ? asked : [DefaultName];
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names.Select(EcsArns.NameOf))
        {
            if (state.Cluster(name) is { } cluster)
                found.Add(Described(request, View(cluster)));
            else
                failures.Add(new JsonObject { ["arn"] = arns.Cluster(name), ["reason"] = "MISSING" });
        }

        return new() { ["clusters"] = found, ["failures"] = failures };
    }

    /// <summary>What is there on request only: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html</summary>
    private static JsonObject Described(JsonObject request, JsonObject view)
    {
        if (!Page.Includes(request, "SETTINGS"))
            view["settings"] = new JsonArray();
        if (!Page.Includes(request, "CONFIGURATIONS"))
            view.Remove("configuration");
        return Page.Described(request, view);
    }

    private JsonObject Delete(JsonObject request)
    {
        var cluster = state.Cluster(NameIn(state, request))!;
        if (state.Services.Exists(service => service.Cluster == cluster.Name && service.Status != ServiceStatus.Inactive))
            throw new AwsErrorException("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
        if (state.Tasks.Exists(task => task.Cluster == cluster.Name && !task.IsStopped))
            throw new AwsErrorException("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
        var view = View(cluster);
        view["status"] = "INACTIVE";
        state.Services.RemoveAll(service => service.Cluster == cluster.Name);
        state.Clusters.Remove(cluster);
        return new() { ["cluster"] = view };
    }

    internal JsonObject View(Cluster cluster)
    {
        var view = cluster.Definition.DeepClone().AsObject();
        var tasks = state.Tasks.Where(task => task.Cluster == cluster.Name).ToList();
        view["clusterArn"] = cluster.Arn;
        view["clusterName"] = cluster.Name;
        view["status"] = "ACTIVE";
        view["registeredContainerInstancesCount"] = settings.Instances;
        view["runningTasksCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running);
        view["pendingTasksCount"] = tasks.Count(task => task.IsPending);
        view["activeServicesCount"] = state.Services.Count(service => service.Cluster == cluster.Name && service.Status == ServiceStatus.Active);
        foreach (var member in new[] { "statistics", "tags", "settings", "capacityProviders", "defaultCapacityProviderStrategy" })
            view[member] ??= new JsonArray();
        return view;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$")]
    private static partial Regex ValidName();
}
