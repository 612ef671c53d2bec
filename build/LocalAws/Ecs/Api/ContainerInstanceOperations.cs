using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ListContainerInstances and DescribeContainerInstances: each is this machine, as large as it is or as LocalAws was told.</summary>
internal sealed class ContainerInstanceOperations(EcsState state, TaskDefinitionCatalog catalog, ContainerInstances instances, Placement placement, EcsSettings settings) : IOperations
{
    private const int CpuUnits = 1024;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["ListContainerInstances"] = List,
        ["DescribeContainerInstances"] = Describe,
    };

    private JsonObject List(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var filter = request.Text("filter") is { Length: > 0 } expression ? ClusterQuery.Parse(expression) : null;
        var isListed = request.Text("status") is null or "ACTIVE";
        return Page.Of(request, "containerInstanceArns", [.. instances.In(cluster).Where(instance => isListed && (filter is null || placement.Matches(filter, cluster, instance))).Select(instance => instance.Arn)]);
    }

    private JsonObject Describe(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var ids = request.Texts("containerInstances");
        if (ids.Count == 0)
            throw EcsErrors.InvalidParameter("Container instances cannot be empty.");
        if (Page.Includes(request, "CONTAINER_INSTANCE_HEALTH"))
            throw EcsErrors.Unsupported("the health of container instances");
        var (found, failures) = (new JsonArray(), new JsonArray());
        foreach (var id in ids)
        {
            if (instances.Find(cluster, id) is { } instance)
                found.Add(View(cluster, instance));
            else
                failures.Add(new JsonObject { ["arn"] = id, ["reason"] = "MISSING" });
        }

        return new() { ["containerInstances"] = found, ["failures"] = failures };
    }

    private JsonObject View(string cluster, ContainerInstance instance)
    {
        var there = state.Tasks.Where(task => task.IsOnInstance && task.InstanceNumber == instance.Number).ToList();
        var tasks = there.Where(task => task.Cluster == cluster).ToList();
        var taken = there.Where(task => !task.IsStopped).Select(task => catalog.Blueprint(task.TaskDefinitionArn)).ToList();
        return new()
        {
            ["containerInstanceArn"] = instance.Arn,
            ["ec2InstanceId"] = instance.Ec2InstanceId,
            ["version"] = 1,
            ["versionInfo"] = new JsonObject { ["agentVersion"] = "LocalAws" },
            ["status"] = "ACTIVE",
            ["agentConnected"] = true,
            ["registeredResources"] = Resources(0, 0),
            ["remainingResources"] = Resources(taken.Sum(task => task.Cpu), taken.Sum(task => task.Memory)),
            ["runningTasksCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            ["pendingTasksCount"] = tasks.Count(task => task.IsPending),
            ["attributes"] = new JsonArray([.. instance.Attributes.Select(attribute => new JsonObject { ["name"] = attribute.Key, ["value"] = attribute.Value })]),
            ["attachments"] = new JsonArray(),
            ["tags"] = new JsonArray(),
        };
    }

    /// <summary>What the instance has, or this machine where its size is not set, less what is taken.</summary>
    private JsonArray Resources(int cpu, int memory) => new(
        Resource("CPU", (settings.InstanceCpu ?? Environment.ProcessorCount * CpuUnits) - cpu),
        Resource("MEMORY", (settings.InstanceMemory ?? (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20)) - memory));

    private static JsonObject Resource(string name, int amount) =>
        new() { ["name"] = name, ["type"] = "INTEGER", ["doubleValue"] = 0, ["longValue"] = 0, ["integerValue"] = amount };
}
