using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// Brings a task from PROVISIONING to RUNNING and from there to STOPPED. Looks only at the state, so it continues after a restart where it was.
/// </summary>
internal sealed class TaskLifecycle(TaskDefinitionCatalog catalog, EcsArns arns, EcsSettings settings)
{
    private readonly TaskInstances _instances = new(catalog, arns);

    /// <summary>From the notice to the end of spot capacity. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html</summary>
    private const int NoticeMinutes = 2;

    public void Advance(EcsTask task, Turn turn)
    {
        if (task.Registrations.FindAll(registration => registration.HasMoved) is { Count: > 0 } moved)
            turn.Once(task, new MoveTargets(task.Id, moved));
        if (task.StopRequested && task.Registrations.Count > 0 && !task.Underway.Overlaps(["register", "move"]))
            turn.Once(task, new DeregisterTargets(task.Id, [.. task.Registrations]));
        if (task is { StopRequested: true, Instances: { Count: > 0 } instances } && !task.Underway.Contains("register"))
            turn.Once(task, new DeregisterInstance(task.Id, [.. instances]));
        if (task.IsStopped)
            return;
        if (!task.StopRequested)
            AdvanceStart(task, turn);
        if (task.StopRequested)
            AdvanceStop(task, turn);
    }

    private void AdvanceStart(EcsTask task, Turn turn)
    {
        if (task.LastStatus == EcsTaskStatus.Provisioning)
        {
            turn.Once(task, new ProvisionTask(SnapshotOf(task)));
            return;
        }

        var blueprint = catalog.Blueprint(task.TaskDefinitionArn);
        if (StopsBecauseOfEssential(task, blueprint, turn))
            return;
        foreach (var container in task.Containers.Where(container => container.IsRestarting))
            turn.Once(task, new StartContainer(SnapshotOf(task), container.Name));
        if (task.LastStatus == EcsTaskStatus.Running)
        {
            var isHealthy = _instances.IsHealthy(task);
            if (task.Instances.Where(instance => instance.IsHealthy != isHealthy).Select(instance => instance with { IsHealthy = isHealthy }).ToList() is { Count: > 0 } changed)
                turn.Once(task, new ReportHealth(task.Id, changed));
            return;
        }

        foreach (var container in task.Containers.Where(container => container.Phase == ContainerPhase.Pending))
        {
            task.PullStartedAt ??= turn.Now;
            turn.Once(task, new PullImage(SnapshotOf(task), container.Name));
        }

        if (task.Containers.TrueForAll(container => container.Phase != ContainerPhase.Pending))
            StartContainers(task, blueprint, turn);
    }

    private void StartContainers(EcsTask task, TaskBlueprint blueprint, Turn turn)
    {
        task.PullStoppedAt ??= turn.Now;
        foreach (var container in task.Containers.Where(container => container.Phase == ContainerPhase.Pulled))
        {
            if (ContainerDependencies.AreMet(task, blueprint, blueprint.Container(container.Name), turn, out var failure))
                turn.Once(task, new StartContainer(SnapshotOf(task), container.Name));
            else if (failure is not null)
                FailToStart(task, failure, turn.Now);
        }

        if (task.StopRequested || !task.Containers.TrueForAll(container => container.Phase is ContainerPhase.Running or ContainerPhase.Stopped))
            return;
        if (task is { BalancedPorts.Count: 0, Registry: null } and not { Connect.Services.Count: > 0 })
            task.Run(turn.Now);
        else
            Register(task, turn);
    }

    /// <summary>The registrations are noted first: whatever becomes of this process, they are rolled back in the end.</summary>
    private void Register(EcsTask task, Turn turn)
    {
        if (task.LastStatus != EcsTaskStatus.Activating)
        {
            task.LastStatus = EcsTaskStatus.Activating;
            task.Registrations.AddRange(task.BalancedPorts.Select(port => TargetOf(task, port)));
            _instances.Note(task);
        }

        turn.Once(task, new RegisterTask(task.Id, [.. task.Registrations], [.. task.Instances]));
    }

    private TargetRegistration TargetOf(EcsTask task, BalancedPort port)
    {
        var container = task.Container(port.Container);
        var bindings = task.Interface?.Published ?? container.NetworkBindings;
        var hostPort = bindings.FirstOrDefault(binding => binding.ContainerPort == port.ContainerPort && !binding.IsReachable)?.HostPort ?? 0;
        var address = task.Interface?.Address ?? container.BalancedAddress ?? "";
        return new() { TargetGroupArn = port.TargetGroupArn, Target = new(task.Interface?.Address ?? arns.Ec2InstanceId(task.InstanceNumber), hostPort, address, port.ContainerPort) };
    }

    private static bool StopsBecauseOfEssential(EcsTask task, TaskBlueprint blueprint, Turn turn)
    {
        var ended = task.Containers.Find(container => container.Phase == ContainerPhase.Stopped && blueprint.Container(container.Name).Essential);
        if (ended is null)
            return false;
        if (ended.WasStarted)
            task.RequestStop(StopCodes.EssentialContainerExited, "Essential container in task exited", failed: true, turn.Now);
        else
            FailToStart(task, ended.Reason is { } reason && reason.StartsWith("CannotPull", StringComparison.Ordinal) ? reason : "Task failed to start", turn.Now);
        return true;
    }

    private void AdvanceStop(EcsTask task, Turn turn)
    {
        var starting = task.Underway.Where(key => key is "provision" or "register" || key.StartsWith("pull ", StringComparison.Ordinal) || key.StartsWith("start ", StringComparison.Ordinal));
        if (starting.Any())
        {
            turn.Once(task, new AbandonStart(task.Id));
            return;
        }

        if (IsDraining(task))
            return;
        if (task.LastStatus == EcsTaskStatus.Deactivating)
            task.LastStatus = EcsTaskStatus.Stopping;
        var blueprint = catalog.Blueprint(task.TaskDefinitionArn);
        foreach (var container in task.Containers.Where(container => container.Phase == ContainerPhase.Running))
        {
            if (ContainerDependencies.NobodyNeeds(task, blueprint, container.Name))
                turn.Once(task, new StopContainer(task.Id, container.Name, container.RuntimeId!, StopTimeout(task, blueprint.Container(container.Name), turn)));
        }

        if (task.Containers.Exists(container => container.Phase == ContainerPhase.Running))
            return;
        foreach (var container in task.Containers)
            container.Phase = ContainerPhase.Stopped;
        task.ExecutionStoppedAt ??= turn.Now;
        task.LastStatus = EcsTaskStatus.Deprovisioning;
        turn.Once(task, new ReleaseTask(task.Id, KeepContainers: task.Failed));
    }

    /// <summary>How long a container has from SIGTERM to SIGKILL: its own time, and no longer than until spot capacity is gone.</summary>
    private TimeSpan StopTimeout(EcsTask task, ContainerBlueprint container, Turn turn)
    {
        var own = container.StopTimeout ?? settings.StopTimeout;
        if (!task.IsInterrupted)
            return own;
        var rest = task.StoppingAt!.Value + (NoticeMinutes * settings.Minute) - turn.Now;
        return TimeSpan.FromSeconds(Math.Clamp(rest.TotalSeconds, 0, own.TotalSeconds));
    }

    /// <summary>
    /// Containers run on while their last requests may end, and until their names are gone; there is nothing to wait for when one that takes requests has ended.
    /// </summary>
    private static bool IsDraining(EcsTask task) => !task.IsInterrupted && (task.Instances.Count > 0
        || (task.Registrations.Count > 0 && task.BalancedPorts.TrueForAll(port => task.Container(port.Container).Phase == ContainerPhase.Running)));

    internal static void FailToStart(EcsTask task, string reason, DateTimeOffset now) =>
        task.RequestStop(StopCodes.TaskFailedToStart, reason, failed: true, now);

    private TaskSnapshot SnapshotOf(EcsTask task)
    {
        var definition = TaskOverrides.Applied(catalog.Find(task.TaskDefinitionArn)!.Document.Clone(), task.Overrides);
        var credentials = TaskOverrides.RoleOf(definition) is null ? null : task.CredentialsId;
        return new(
            task.Id,
            task.Cluster,
            task.Service,
            definition,
            task.TaskDefinitionArn,
            task.Containers.ToDictionary(container => container.Name, container => container.Reference),
            task.BalancedPorts.Select(port => port.Container).ToHashSet())
        {
            BalancedPorts = [.. task.BalancedPorts.Select(port => port.ContainerPort).Distinct()],
            Registry = task.Registry,
            Hosts = [.. (task.Connect?.Endpoints ?? []).Select(endpoint => $"{endpoint.Name}:{endpoint.Address}").Distinct()],
            Platform = TaskPlatform.Of(definition, onFargate: !task.IsOnInstance),
            IsOnFargate = !task.IsOnInstance,
            HasMachinePorts = task.InstanceNumber == 0,
            Agent = task.Containers.ToDictionary(container => container.Name, container => new AgentAccess(
                task.EndpointIdOf(container), credentials, container.AgentAddress, !task.IsOnInstance, definition.NetworkMode == "host")),
        };
    }
}
