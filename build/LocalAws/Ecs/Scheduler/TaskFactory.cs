using Slipway.LocalAws.Ecs.Services;
using Slipway.LocalAws.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Tasks;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Makes the tasks of services, as far as the host ports that they want are free.</summary>
internal sealed class TaskFactory(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns)
{
    /// <summary>Whether another task has one of the host ports that this one wants.</summary>
    /// <param name="holders">The tasks that have them; they may be on their way out.</param>
    public bool IsBlocked(TaskBlueprint blueprint, out IReadOnlyList<EcsTask> holders)
    {
        holders = blueprint.StaticPorts.Count == 0 ? []
            : [.. state.Tasks.Where(task => !task.IsStopped && catalog.Blueprint(task.TaskDefinitionArn).StaticPorts.Overlaps(blueprint.StaticPorts))];
        return holders.Count > 0;
    }

    public EcsTask Create(Service service, Deployment deployment, DateTimeOffset now)
    {
        var id = Guid.NewGuid().ToString("n");
        var blueprint = catalog.Blueprint(deployment.TaskDefinitionArn);
        var task = new EcsTask
        {
            Id = id,
            Arn = arns.Task(service.Cluster, id),
            Cluster = service.Cluster,
            Service = service.Name,
            DeploymentId = deployment.Id,
            TaskDefinitionArn = deployment.TaskDefinitionArn,
            Group = $"service:{service.Name}",
            CreatedAt = now,
            Containers =
            [
                .. blueprint.Containers.Select(container => new TaskContainer
                {
                    Name = container.Name,
                    Arn = arns.Container(service.Cluster, id, Guid.NewGuid()),
                    Image = container.Image,
                    Reference = deployment.References.GetValueOrDefault(container.Name, container.Image),
                    Health = container.HasHealthCheck ? HealthStatus.Unknown : null,
                }),
            ],
        };
        state.Tasks.Add(task);
        return task;
    }
}
