using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Scheduler;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>RunTask: tasks that belong to no service, for migrations and the like.</summary>
internal sealed class TaskRuns(
    EcsState state, TaskDefinitionCatalog catalog, Placement placement, PlacementRules rules, EcsTaskFactory factory, LaunchRules launches, TaskView view, TimeProvider time) : IOperations
{
    private const int MostAtOnce = 10;
    private const int LongestStartedBy = 128;
    private const int LongestToken = 64;

    /// <summary>As long as a client token counts, unless its tasks are forgotten before.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(24);

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>> { ["RunTask"] = Run };

    /// <summary>A request that is repeated with its client token starts nothing; https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html</summary>
    private JsonObject Run(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        if (request.Text("clientToken") is not { } token)
            return Start(cluster, request);
        if (token.Length > LongestToken)
            throw EcsErrors.InvalidParameter($"clientToken should have {LongestToken} characters or less.");
        state.TaskRuns.RemoveAll(known => time.GetUtcNow() - known.CreatedAt >= TokenLife || known.TaskIds.TrueForAll(id => state.Task(id) is null));
        if (state.TaskRuns.Find(known => known.Cluster == cluster && known.ClientToken == token) is { } earlier)
            return Repeat(earlier, request);

        var answer = Start(cluster, request);
        // One that started nothing has nothing to repeat: there may be room the next time.
        if (answer.Objects("tasks") is { Count: > 0 } tasks)
            state.TaskRuns.Add(new(cluster, token, request.DeepClone().AsObject(), [.. tasks.Select(task => EcsArns.NameOf(task.RequiredText("taskArn")))], answer["failures"]!.DeepClone().AsArray(), time.GetUtcNow()));
        return answer;
    }

    private JsonObject Repeat(TaskRun earlier, JsonObject request)
    {
        var tasks = earlier.TaskIds.Select(state.Task).OfType<EcsTask>().ToList();
        return JsonNode.DeepEquals(earlier.Request, request)
            ? new() { ["tasks"] = new JsonArray([.. tasks.Select(Shown)]), ["failures"] = earlier.Failures.DeepClone() }
            : throw EcsErrors.TokenInUse(tasks.Select(task => task.Arn));
    }

    /// <summary>Of one that has stopped, ECS repeats no more than that.</summary>
    private JsonObject Shown(EcsTask task)
    {
        var shown = view.Of(task);
        return task.IsStopped
            ? new() { ["taskArn"] = task.Arn, ["lastStatus"] = shown["lastStatus"]?.DeepClone(), ["desiredStatus"] = shown["desiredStatus"]?.DeepClone() }
            : shown;
    }

    private JsonObject Start(string cluster, JsonObject request)
    {
        var definition = Resolve(request.RequiredText("taskDefinition"));
        var count = request.Number("count") ?? 1;
        if (count is < 1 or > MostAtOnce)
            throw EcsErrors.InvalidParameter($"Count must be between 1 and {MostAtOnce}.");
        if (request.Text("startedBy") is { Length: > LongestStartedBy })
            throw EcsErrors.InvalidParameter($"startedBy should have {LongestStartedBy} characters or less.");
        // "An error will be received if you specify the SERVICE option when running a task", says the API reference; the sentence is unconfirmed.
        if (request.Text("propagateTags") == "SERVICE")
            throw EcsErrors.InvalidParameter("propagateTags SERVICE is not supported for a task that belongs to no service.");
        rules.Check(request, cluster);
        rules.Check(definition.Registration, cluster);
        var launch = launches.Check(request, definition, cluster);
        if (request.Objects("volumeConfigurations").Count > 0)
            throw EcsErrors.Unsupported("'volumeConfigurations' of a task");
        TaskOverrides.Check(request.Object("overrides"), definition.Document);
        if (request.Object("overrides") is { } overrides && FargateRules.OfStorage(overrides) is { } problem)
            throw EcsErrors.InvalidParameter(problem);
        ExecRules.CheckTask(request, definition);

        var wanted = launch.IsFargate ? null : WantedTask.Of(request, cluster, definition, catalog.Blueprint(definition.Arn));
        var (started, failures) = (new List<EcsTask>(), new JsonArray());
        for (var number = 0; number < count; number++)
        {
            var place = wanted is null ? default : placement.Choose(wanted);
            if (place.Obstacle is { } obstacle)
                failures.Add(new JsonObject { ["arn"] = place.Instance.Arn, ["reason"] = obstacle.Failure });
            else
                started.Add(factory.Create(cluster, definition, launch, request, started, place.Instance?.Number ?? 0, time.GetUtcNow()));
        }

        return new() { ["tasks"] = new JsonArray([.. started.Select(view.Of)]), ["failures"] = failures };
    }

    private RegisteredTaskDefinition Resolve(string name)
    {
        var found = catalog.Active(name);
        ServiceSupport.Check(found.Document);
        return found;
    }
}
