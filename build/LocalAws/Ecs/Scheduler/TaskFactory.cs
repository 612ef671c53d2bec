using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Makes the tasks of services.</summary>
internal sealed class TaskFactory(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns)
{
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
            Tags = TaskTags.Of(service.Definition, [], service.Cluster, service, catalog.Find(deployment.TaskDefinitionArn)!),
            ExecuteCommandEnabled = service.Definition.Flag("enableExecuteCommand") == true,
            CreatedAt = now,
            BalancedPorts = [.. deployment.BalancedPorts],
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
