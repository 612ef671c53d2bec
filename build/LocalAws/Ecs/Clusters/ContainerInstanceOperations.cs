using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Tasks;

namespace Slipway.LocalAws.Ecs.Clusters;

/// <summary>ListContainerInstances and DescribeContainerInstances: the engine is the one instance of every cluster, as large as this machine.</summary>
public sealed class ContainerInstanceOperations(EcsState state, EcsArns arns) : IOperations
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
        var tasks = state.Tasks.Where(task => task.Cluster == cluster).ToList();
        return new()
        {
            ["containerInstanceArn"] = arn,
            ["ec2InstanceId"] = "i-" + EcsArns.NameOf(arn)[..17],
            ["version"] = 1,
            ["versionInfo"] = new JsonObject { ["agentVersion"] = "LocalAws" },
            ["status"] = "ACTIVE",
            ["agentConnected"] = true,
            ["registeredResources"] = Resources(),
            ["remainingResources"] = Resources(),
            ["runningTasksCount"] = tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            ["pendingTasksCount"] = tasks.Count(task => task.IsPending),
            ["attributes"] = new JsonArray(),
            ["attachments"] = new JsonArray(),
            ["tags"] = new JsonArray(),
        };
    }

    /// <summary>What tasks reserve is not subtracted: nothing is refused for want of it.</summary>
    private static JsonArray Resources() => new(
        Resource("CPU", Environment.ProcessorCount * CpuUnits),
        Resource("MEMORY", (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20)));

    private static JsonObject Resource(string name, int amount) =>
        new() { ["name"] = name, ["type"] = "INTEGER", ["doubleValue"] = 0, ["longValue"] = 0, ["integerValue"] = amount };
}
