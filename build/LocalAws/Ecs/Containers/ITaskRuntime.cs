namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// Runs the containers of tasks. Each call can be made again after a process that died in the middle of it: what is there already is taken up.
/// </summary>
public interface ITaskRuntime
{
    /// <summary>Makes the task's network interface and volumes, and checks what its containers need beside images (environment files).</summary>
    /// <returns>What has the network interface; null but in network mode awsvpc.</returns>
    /// <exception cref="TaskRuntimeException"><c>ResourceInitializationError: …</c></exception>
    Task<ContainerObservation?> ProvisionAsync(TaskSnapshot task, CancellationToken cancellationToken);

    /// <summary>Brings a container's image to the engine, unless it is there.</summary>
    /// <exception cref="TaskRuntimeException"><c>CannotPullContainerError: …</c></exception>
    Task<PulledImage> PullAsync(TaskSnapshot task, string container, CancellationToken cancellationToken);

    /// <summary>Creates and starts a container.</summary>
    /// <exception cref="TaskRuntimeException"><c>CannotStartContainerError: …</c> and kin.</exception>
    Task<ContainerObservation> StartAsync(TaskSnapshot task, string container, CancellationToken cancellationToken);

    /// <summary>SIGTERM, and SIGKILL after <paramref name="timeout"/>; returns when the container has ended.</summary>
    Task StopAsync(string runtimeId, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>One observation for each id, in the order asked for.</summary>
    Task<IReadOnlyList<ContainerObservation>> InspectAsync(IReadOnlyList<string> runtimeIds, CancellationToken cancellationToken);

    /// <summary>Removes what a stopped task has: its network interface and, unless they are kept for their logs, its containers and volumes.</summary>
    Task ReleaseAsync(string taskId, bool keepContainers, CancellationToken cancellationToken);

    /// <summary>Tells the id of each container of a task that changes, until cancelled or the engine hangs up.</summary>
    Task WatchAsync(Action<string> changed, CancellationToken cancellationToken);

    /// <summary>Removes what belongs to tasks that are not known any more.</summary>
    Task RemoveOthersAsync(IReadOnlySet<string> knownTaskIds, CancellationToken cancellationToken);

    /// <summary>Removes every container, network and volume of every task, and the shared volumes.</summary>
    Task RemoveAllAsync(CancellationToken cancellationToken);
}
