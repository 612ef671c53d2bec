using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ListContainerInstances and DescribeContainerInstances: the engine is the one instance of every cluster, as large as this machine.</summary>
public sealed class ContainerInstanceOperations(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, EcsSettings settings) : IOperations
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
        return Page.Of(request, "containerInstanceArns", request.Text("status") is null or "ACTIVE" ? [arns.ContainerInstance(cluster)] : []);
    }

    private JsonObject Describe(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var ids = request.Texts("containerInstances");
        if (ids.Count == 0)
            throw EcsErrors.InvalidParameter("Container instances cannot be empty.");
        var own = arns.ContainerInstance(cluster);
        var (found, failures) = (new JsonArray(), new JsonArray());
        foreach (var id in ids)
        {
            if (EcsArns.NameOf(id) == EcsArns.NameOf(own))
                found.Add(View(cluster, own));
            else
                failures.Add(new JsonObject { ["arn"] = id, ["reason"] = "MISSING" });
        }

        return new() { ["containerInstances"] = found, ["failures"] = failures };
    }

    private JsonObject View(string cluster, string arn)
    {
        var tasks = state.Tasks.Where(task => task.Cluster == cluster && task.IsOnInstance).ToList();
        var taken = state.Tasks.Where(task => task is { IsStopped: false, IsOnInstance: true }).Select(task => catalog.Blueprint(task.TaskDefinitionArn)).ToList();
        return new()
        {
            ["containerInstanceArn"] = arn,
            ["ec2InstanceId"] = arns.Ec2InstanceId,
            ["version"] = 1,
            ["versionInfo"] = new JsonObject { ["agentVersion"] = "LocalAws" },
            ["status"] = "ACTIVE",
            ["agentConnected"] = true,
            ["registeredResources"] = Resources(0, 0),
            ["remainingResources"] = Resources(taken.Sum(task => task.Cpu), taken.Sum(task => task.Memory)),
            ["runningTasksCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            ["pendingTasksCount"] = tasks.Count(task => task.IsPending),
            ["attributes"] = new JsonArray(),
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
