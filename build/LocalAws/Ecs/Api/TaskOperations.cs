using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ListTasks, DescribeTasks, StopTask.</summary>
public sealed class TaskOperations(EcsState state, TaskDefinitionCatalog catalog, TaskView view, EcsArns arns, TimeProvider time) : IOperations
{
    private const int DescribedAtOnce = 100;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["ListTasks"] = List,
        ["DescribeTasks"] = Describe,
        ["StopTask"] = Stop,
    };

    private JsonObject List(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var status = request.Text("desiredStatus") ?? "RUNNING";
        var family = request.Text("family");
        var (startedBy, instance) = (request.Text("startedBy"), request.Text("containerInstance"));
        var service = request.Text("serviceName") is { } name ? EcsArns.NameOf(name) : null;
        if (service is not null && state.Service(cluster, service) is null)
            throw EcsErrors.ServiceNotFound();
        if (request.Text("desiredStatus") is { } wanted and not ("RUNNING" or "PENDING" or "STOPPED"))
            throw EcsErrors.InvalidParameter($"desiredStatus '{wanted}' is not one of RUNNING, PENDING and STOPPED.");
        if (request.Text("launchType") is not (null or "EC2"))
            return Page.Of(request, "taskArns", []);
        var found = state.Tasks.Where(task => task.Cluster == cluster
            && (status == "STOPPED") == task.StopRequested
            && (service is null || task.Service == service)
            && (instance is null || (task.IsOnInstance && EcsArns.NameOf(instance) == EcsArns.NameOf(arns.ContainerInstance(cluster, task.InstanceNumber))))
            && (startedBy is null || (task.StartedBy ?? task.DeploymentId) == startedBy)
            && (family is null || catalog.Find(task.TaskDefinitionArn)?.Family == family));
        return Page.Of(request, "taskArns", [.. found.Select(task => task.Arn)]);
    }

    private JsonObject Describe(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var ids = request.Texts("tasks");
        if (ids.Count is 0 or > DescribedAtOnce)
            throw EcsErrors.InvalidParameter(ids.Count == 0 ? "Tasks cannot be empty." : $"Tasks cannot be more than {DescribedAtOnce}.");
        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var id in ids.Select(EcsArns.NameOf))
        {
            if (Find(cluster, id) is { } task)
                found.Add(Page.Described(request, view.Of(task)));
            else
                failures.Add(new JsonObject { ["arn"] = arns.Task(cluster, id), ["reason"] = "MISSING" });
        }

        return new() { ["tasks"] = found, ["failures"] = failures };
    }

    private JsonObject Stop(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var task = Find(cluster, EcsArns.NameOf(request.RequiredText("task"))) ?? throw EcsErrors.TaskNotFound();
        task.RequestStop(StopCodes.UserInitiated, request.Text("reason") ?? "Task stopped by user", failed: false, time.GetUtcNow());
        return new() { ["task"] = view.Of(task) };
    }

    private EcsTask? Find(string cluster, string id) => state.Task(id) is { } task && task.Cluster == cluster ? task : null;
}
