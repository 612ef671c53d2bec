using System.Text.Json.Nodes;
using Slipway.LocalAws.Agent;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Makes tasks: those of services, and those that run on their own.</summary>
internal sealed class EcsTaskFactory(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns)
{
    public EcsTask Create(Service service, Deployment deployment, int instance, DateTimeOffset now)
    {
        var siblings = state.TasksOf(service).Where(task => task.DeploymentId == deployment.Id && !task.StopRequested).ToList();
        var id = Guid.NewGuid().ToString("n");
        var capacity = deployment.Launch.Next([.. siblings.Select(task => task.CapacityProvider)]);
        return Add(new()
        {
            Id = id,
            Arn = arns.Task(service.Cluster, id),
            Cluster = service.Cluster,
            Service = service.Name,
            DeploymentId = deployment.Id,
            TaskDefinitionArn = deployment.TaskDefinitionArn,
            Group = $"service:{service.Name}",
            Tags = TaskTags.Of(service.Definition, [], service.Cluster, service, catalog.Find(deployment.TaskDefinitionArn)!),
            ExecuteCommandEnabled = service.Definition.Flag("enableExecuteCommand") == true,
            LaunchType = TypeOf(deployment.Launch, capacity),
            CapacityProvider = capacity?.Provider,
            InstanceNumber = instance,
            PlatformVersion = deployment.Launch.ResolvedPlatform,
            Interface = TaskInterface.In(deployment.Launch.Network, siblings.Count),
            CreatedAt = now,
            BalancedPorts = [.. deployment.BalancedPorts],
            Registry = deployment.Registry,
            Connect = deployment.Connect,
            Containers = Containers(service.Cluster, id, deployment.TaskDefinitionArn, deployment.References),
        });
    }

    /// <param name="request">Of RunTask.</param>
    /// <param name="siblings">What the same request has started before.</param>
    /// <param name="instance">The number of the container instance; without meaning on Fargate.</param>
    public EcsTask Create(string cluster, RegisteredTaskDefinition definition, Launch launch, JsonObject request, IReadOnlyList<EcsTask> siblings, int instance, DateTimeOffset now)
    {
        var id = Guid.NewGuid().ToString("n");
        var capacity = launch.Next([.. siblings.Select(task => task.CapacityProvider)]);
        return Add(new()
        {
            Id = id,
            Arn = arns.Task(cluster, id),
            Cluster = cluster,
            TaskDefinitionArn = definition.Arn,
            Group = request.Text("group") ?? $"family:{definition.Family}",
            StartedBy = request.Text("startedBy"),
            Overrides = request.Object("overrides")?.DeepClone().AsObject(),
            Tags = TaskTags.Of(request, request.Objects("tags"), cluster, ofService: null, definition),
            ExecuteCommandEnabled = request.Flag("enableExecuteCommand") == true,
            LaunchType = TypeOf(launch, capacity),
            CapacityProvider = capacity?.Provider,
            InstanceNumber = instance,
            PlatformVersion = launch.ResolvedPlatform,
            Interface = TaskInterface.In(launch.Network, siblings.Count),
            CreatedAt = now,
            Containers = Containers(cluster, id, definition.Arn, new Dictionary<string, string>()),
        });
    }

    private EcsTask Add(EcsTask task)
    {
        state.Tasks.Add(task);
        return task;
    }

    private static string TypeOf(Launch launch, CapacityShare? capacity) =>
        launch.Type ?? (capacity?.IsFargate == true ? Launch.OnFargate : Launch.OnEc2);

    private List<TaskContainer> Containers(string cluster, string taskId, string definitionArn, IReadOnlyDictionary<string, string> references)
    {
        var reachesAgent = catalog.Find(definitionArn)!.Document.NetworkMode is "bridge" or "awsvpc";
        var taken = state.Tasks.Where(task => !task.IsStopped).SelectMany(task => task.Containers).Select(container => container.AgentAddress ?? "").ToHashSet();
        return [.. catalog.Blueprint(definitionArn).Containers.Select(container => new TaskContainer
        {
            Name = container.Name,
            Arn = arns.Container(cluster, taskId, Guid.NewGuid()),
            Image = container.Image,
            Reference = references.GetValueOrDefault(container.Name, container.Image),
            AgentAddress = reachesAgent ? Take(taken) : null,
            Health = container.HasHealthCheck ? HealthStatus.Unknown : null,
        })];
    }

    private static string? Take(HashSet<string> taken)
    {
        var free = AgentAddresses.NextFree(taken);
        if (free is not null)
            taken.Add(free);
        return free;
    }
}
