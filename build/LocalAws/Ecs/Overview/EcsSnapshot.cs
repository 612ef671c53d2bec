using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>The services and tasks at one moment, each as its Describe operation shows it.</summary>
internal sealed record EcsSnapshot(IReadOnlyList<ServiceSnapshot> Services, IReadOnlyList<JsonObject> OwnTasks)
{
    private const int StoppedShown = 5;

    /// <summary>To be called inside the scheduler's turn.</summary>
    public static EcsSnapshot Of(EcsWorld world)
    {
        var tasks = world.State.Tasks.ToLookup(task => (task.Cluster, task.Service));
        var services = world.State.Services.Where(service => service.Status != ServiceStatus.Inactive)
            .OrderBy(service => service.Cluster, StringComparer.Ordinal).ThenBy(service => service.Name, StringComparer.Ordinal);
        return new(
            [.. services.Select(service => new ServiceSnapshot(Describe(world, service), Describe(world, tasks[(service.Cluster, service.Name)]), Paused(world, service)))],
            Describe(world, world.State.Tasks.Where(task => task.Service is null)));
    }

    private static JsonObject Describe(EcsWorld world, Service service)
    {
        var answer = world.Invoke("DescribeServices", new() { ["cluster"] = service.Cluster, ["services"] = new JsonArray(service.Name) });
        return answer["services"]![0]!.AsObject();
    }

    private static JsonObject? Paused(EcsWorld world, Service service) => service.CurrentDeployment is { PausedAt: not null } paused
        ? world.Invoke("DescribeServiceDeployments", new() { ["serviceDeploymentArns"] = new JsonArray(paused.Arn) })["serviceDeployments"]![0]!.AsObject()
        : null;

    /// <summary>Those that run, oldest first, then the last that stopped, newest first.</summary>
    private static List<JsonObject> Describe(EcsWorld world, IEnumerable<EcsTask> tasks)
    {
        var all = tasks.ToList();
        var stopped = all.Where(task => task.IsStopped).OrderByDescending(task => task.StoppedAt).Take(StoppedShown);
        return [.. all.Where(task => !task.IsStopped).Concat(stopped).Select(task => Describe(world, task))];
    }

    private static JsonObject Describe(EcsWorld world, EcsTask task)
    {
        var answer = world.Invoke("DescribeTasks", new() { ["cluster"] = task.Cluster, ["tasks"] = new JsonArray(task.Id) });
        return answer["tasks"]![0]!.AsObject();
    }
}
