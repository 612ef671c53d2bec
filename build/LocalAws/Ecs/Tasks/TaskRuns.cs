using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Clusters;
using Slipway.LocalAws.Ecs.Services;
using Slipway.LocalAws.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Tasks;

/// <summary>RunTask: tasks that belong to no service, for migrations and the like.</summary>
public sealed class TaskRuns(EcsState state, TaskDefinitionCatalog catalog, TaskView view, EcsArns arns, TimeProvider time) : IOperations
{
    private const int MostAtOnce = 10;
    private const int LongestStartedBy = 128;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>> { ["RunTask"] = Run };

    private JsonObject Run(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var definition = Resolve(request.RequiredText("taskDefinition"));
        var count = request.Number("count") ?? 1;
        if (count is < 1 or > MostAtOnce)
            throw EcsErrors.InvalidParameter($"Count must be between 1 and {MostAtOnce}.");
        if (request.Text("startedBy") is { Length: > LongestStartedBy })
            throw EcsErrors.InvalidParameter($"startedBy should have {LongestStartedBy} characters or less.");
        if (request.Text("launchType") is { } type and not ("EC2" or "EXTERNAL"))
            throw EcsErrors.Unsupported($"the launch type '{type}'");
        if (request.Objects("volumeConfigurations").Count > 0)
            throw EcsErrors.Unsupported("'volumeConfigurations' of a task");
        var overrides = request.Object("overrides");
        TaskOverrides.Check(overrides, definition.Document);

        var (started, failures) = (new JsonArray(), new JsonArray());
        for (var number = 0; number < count; number++)
        {
            if (PortsAreTaken(definition.Arn))
                failures.Add(new JsonObject { ["arn"] = arns.ContainerInstance(cluster), ["reason"] = "RESOURCE:PORTS" });
            else
                started.Add(view.Of(Start(cluster, definition, request, overrides)));
        }

        return new() { ["tasks"] = started, ["failures"] = failures };
    }

    private EcsTask Start(string cluster, RegisteredTaskDefinition definition, JsonObject request, JsonObject? overrides)
    {
        var id = Guid.NewGuid().ToString("n");
        var task = new EcsTask
        {
            Id = id,
            Arn = arns.Task(cluster, id),
            Cluster = cluster,
            TaskDefinitionArn = definition.Arn,
            Group = request.Text("group") ?? $"family:{definition.Family}",
            StartedBy = request.Text("startedBy"),
            Overrides = overrides?.DeepClone().AsObject(),
            Tags = Tags(request, definition),
            ExecuteCommandEnabled = request.Flag("enableExecuteCommand") == true,
            CreatedAt = time.GetUtcNow(),
            Containers = [.. catalog.Blueprint(definition.Arn).Containers.Select(container => Container(cluster, id, container))],
        };
        state.Tasks.Add(task);
        return task;
    }

    private TaskContainer Container(string cluster, string taskId, ContainerBlueprint container) => new()
    {
        Name = container.Name,
        Arn = arns.Container(cluster, taskId, Guid.NewGuid()),
        Image = container.Image,
        Reference = container.Image,
        Health = container.HasHealthCheck ? HealthStatus.Unknown : null,
    };

    private static JsonArray Tags(JsonObject request, RegisteredTaskDefinition definition)
    {
        var own = request.Objects("tags");
        var inherited = request.Text("propagateTags") == "TASK_DEFINITION" ? (definition.Tags ?? []).OfType<JsonObject>().Where(tag => own.All(other => other.Text("key") != tag.Text("key"))) : [];
        return new([.. own.Concat(inherited).Select(tag => tag.DeepClone())]);
    }

    private bool PortsAreTaken(string definition)
    {
        var ports = catalog.Blueprint(definition).StaticPorts;
        return ports.Count > 0 && state.Tasks.Any(task => !task.IsStopped && catalog.Blueprint(task.TaskDefinitionArn).StaticPorts.Overlaps(ports));
    }

    private RegisteredTaskDefinition Resolve(string name)
    {
        var found = catalog.Find(name) ?? throw EcsErrors.TaskDefinitionNotFound();
        if (found.DeregisteredAt is not null)
            throw EcsErrors.TaskDefinitionInactive();
        ServiceSupport.Check(found.Document);
        return found;
    }
}
