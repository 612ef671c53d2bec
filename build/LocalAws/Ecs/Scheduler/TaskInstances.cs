using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Tasks as instances of services of Cloud Map.</summary>
internal sealed class TaskInstances(TaskDefinitionCatalog catalog, EcsArns arns)
{
    /// <summary>Notes what the task is about to be registered as.</summary>
    public void Note(EcsTask task)
    {
        task.Instance = task.Registry is { } registry ? Of(task, registry) : null;
        task.ConnectInstances = [.. (task.Connect?.Services ?? []).Select(service => Of(task, service))];
    }

    /// <summary>Not before its health checks have said so.</summary>
    public bool IsHealthy(EcsTask task) => TaskHealth.Of(task, catalog.Blueprint(task.TaskDefinitionArn)) is null or HealthStatus.Healthy;

    /// <summary>
    /// Cloud Map knows a task in network mode awsvpc by its own address, and others by that of the container instance, with the port of the host. Where that port is
    /// published on this machine's loopback alone, other containers reach the container itself.
    /// </summary>
    private DiscoveryInstance Of(EcsTask task, ServiceRegistry registry)
    {
        var (address, port) = (task.Interface?.Address, registry.Port);
        if (task.Interface is null && registry.Container is { } name)
        {
            var container = task.Container(name);
            address = container.BalancedAddress;
            if (container.NetworkBindings.FirstOrDefault(binding => binding.ContainerPort == registry.Port && binding.IsReachable) is { } binding)
                (address, port) = (binding.BindIp, binding.HostPort);
        }

        return Of(task, registry.Arn, address, port);
    }

    /// <summary>On AWS the port is that of the proxy in the task. Here the application itself answers.</summary>
    private DiscoveryInstance Of(EcsTask task, ConnectService service) =>
        Of(task, service.DiscoveryArn, task.Interface?.Address ?? task.Container(service.Container).BalancedAddress, service.ContainerPort);

    private DiscoveryInstance Of(EcsTask task, string registryArn, string? address, int? port) =>
        DiscoveryInstance.Of(task, registryArn, catalog.Find(task.TaskDefinitionArn)!.Family, address, port, IsHealthy(task), arns);
}
