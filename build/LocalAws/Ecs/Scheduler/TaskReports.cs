using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Writes into the tasks what the engine reports.</summary>
internal sealed class TaskReports(EcsState state, TaskDefinitionCatalog catalog)
{
    private const string OutOfMemory = "OutOfMemoryError: Container killed due to memory usage";

    public void Apply(Report report, DateTimeOffset now)
    {
        switch (report)
        {
            case ImagePulled pulled when state.Task(pulled.TaskId) is { } task:
                Pulled(task, task.Container(pulled.Container), pulled.Image);
                break;
            case ContainerStarted started when state.Task(started.TaskId) is { } task:
                Started(task, task.Container(started.Container), started.Observation, now);
                break;
            case InterfaceAttached { Observation: var seen } attached when state.Task(attached.TaskId)?.Interface is { } own:
                own.Address = seen.Addresses.Values.FirstOrDefault();
                own.MacAddress = seen.MacAddress;
                own.Published = seen.NetworkBindings;
                break;
            case ContainerObserved { Observation: var observation }:
                if (Find(observation.RuntimeId) is var (owner, container))
                    Observed(owner, container, observation, now);
                break;
            case TargetObserved { Change: var change }:
                foreach (var registration in state.Tasks.SelectMany(task => task.Registrations).Where(known => known.TargetGroupArn == change.TargetGroupArn && known.Target == change.Target))
                    registration.Health = change.Health;
                break;
            case AlarmRaised { Name: var alarm }:
                foreach (var watching in state.Services.Select(service => service.CurrentDeployment).OfType<ServiceDeployment>().Where(one => one.WatchedAlarms.Contains(alarm) && !one.TriggeredAlarms.Contains(alarm)))
                    watching.TriggeredAlarms.Add(alarm);
                break;
            case EffectEnded { Effect: ShiftTraffic shift } shifted:
                state.ServiceDeployment(shift.ServiceDeploymentArn)?.Shifted(shift.Key, shift.State, shifted.Failure, now);
                break;
            case EffectEnded ended when state.Task(ended.Effect.Owner) is { } task:
                task.Underway.Remove(ended.Effect.Key);
                if (ended.Failure is null)
                    Succeeded(task, ended.Effect, now);
                else
                    Failed(task, ended.Effect, ended.Failure, now);
                break;
        }
    }

    private void Pulled(EcsTask task, TaskContainer container, PulledImage image)
    {
        if (container.Phase != ContainerPhase.Pending)
            return;
        container.Phase = ContainerPhase.Pulled;
        container.Reference = image.Reference;
        container.ImageDigest = image.Digest;
        if (!catalog.Blueprint(task.TaskDefinitionArn).Container(container.Name).IsConsistent)
            return;
        // ECS resolves a tag once for each deployment: the tasks that follow run the same image.
        var deployment = state.Services.SelectMany(service => service.Deployments).FirstOrDefault(known => known.Id == task.DeploymentId);
        deployment?.References.TryAdd(container.Name, image.Reference);
    }

    private void Started(EcsTask task, TaskContainer container, ContainerObservation seen, DateTimeOffset now)
    {
        var isAgain = container.IsRestarting;
        if (isAgain)
            (container.IsRestarting, container.RestartedAt, container.RestartCount) = (false, seen.StartedAt ?? now, container.RestartCount + 1);
        Observed(task, container, seen, now);
        if (isAgain && task.Interface is null && container.BalancedAddress is { } address)
            Move(task, container, address);
    }

    /// <summary>The host port of a container that is started again stays; its address on the engine may be another one.</summary>
    private static void Move(EcsTask task, TaskContainer container, string address)
    {
        foreach (var port in task.BalancedPorts.Where(port => port.Container == container.Name))
            task.Registrations.Find(known => known.TargetGroupArn == port.TargetGroupArn && known.Target.ContainerPort == port.ContainerPort)?.MoveTo(address);
    }

    private void Observed(EcsTask task, TaskContainer container, ContainerObservation seen, DateTimeOffset now)
    {
        // The engine may say so after it has said that the container has ended.
        if (container.Phase == ContainerPhase.Stopped && container.RuntimeId == seen.RuntimeId && seen.OutOfMemory)
            container.Reason ??= OutOfMemory;
        if (container.Phase == ContainerPhase.Stopped || seen.State == ContainerState.Created)
            return;
        // Looked at before it was started again.
        if (seen.State == ContainerState.Exited && container.RestartedAt is { } restarted && seen.StartedAt < restarted)
            return;
        container.RuntimeId = seen.RuntimeId;
        if (seen.State != ContainerState.Gone)
        {
            container.StartedAt ??= seen.StartedAt ?? now;
            // The engine calls a container that has ended unhealthy, whatever its health check said.
            var health = catalog.Blueprint(task.TaskDefinitionArn).Container(container.Name).HasHealthCheck ? seen.Health ?? HealthStatus.Unknown : (HealthStatus?)null;
            // Nothing is known when a container has started, and never again: then it is an older look that comes late.
            var isOlder = health == HealthStatus.Unknown && container.Health is HealthStatus.Healthy or HealthStatus.Unhealthy && !seen.HealthIsWithdrawn;
            if (seen.State == ContainerState.Running && !isOlder)
                container.Health = health;
            if (seen.NetworkBindings.Count > 0)
                container.NetworkBindings = seen.NetworkBindings;
            container.BalancedAddress = seen.Addresses.Where(network => network.Key != EngineNames.Bridge).Select(network => network.Value).FirstOrDefault()
                ?? container.BalancedAddress;
        }

        if (seen.State == ContainerState.Exited && Restarts(task, container, seen, now))
            return;
        container.Phase = seen.State == ContainerState.Running ? ContainerPhase.Running : ContainerPhase.Stopped;
        if (container.Phase == ContainerPhase.Running)
            return;
        container.IsRestarting = false;
        container.ExitCode = seen.ExitCode;
        container.Reason ??= seen.OutOfMemory ? OutOfMemory
            : seen.State == ContainerState.Gone ? "The container was removed from the engine by someone else"
            : null;
    }

    /// <summary>Whether its restart policy has a container that has ended started again.</summary>
    private bool Restarts(EcsTask task, TaskContainer container, ContainerObservation seen, DateTimeOffset now)
    {
        if (task.StopRequested || container.StartedAt is not { } started)
            return false;
        // This observation is older than the restart that is under way.
        if (container.IsRestarting)
            return true;
        var policy = catalog.Blueprint(task.TaskDefinitionArn).Container(container.Name).RestartPolicy;
        if (policy?.Allows(seen.ExitCode, now - (container.RestartedAt ?? started)) != true)
            return false;
        container.IsRestarting = true;
        container.Health = container.Health is null ? null : HealthStatus.Unknown;
        return true;
    }

    private void Succeeded(EcsTask task, Effect effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case RegisterTask when !task.StopRequested:
                task.Run(now);
                SayRegistered(task, now);
                break;
            case MoveTargets move:
                foreach (var moved in move.Targets)
                    moved.HasMoved = false;
                break;
            case DeregisterTargets:
                task.Registrations.Clear();
                break;
            case ReportHealth report:
                task.Tell(report.Instances);
                break;
            case DeregisterInstance:
                task.Instance = null;
                task.ConnectInstances.Clear();
                break;
            case ProvisionTask when !task.StopRequested:
                task.LastStatus = EcsTaskStatus.Pending;
                break;
            case ReleaseTask release:
                task.LastStatus = EcsTaskStatus.Stopped;
                task.StoppedAt = now;
                task.ContainersRemoved = !release.KeepContainers;
                break;
            case RemoveContainers:
                task.ContainersRemoved = true;
                break;
        }
    }

    private static void Failed(EcsTask task, Effect effect, string failure, DateTimeOffset now)
    {
        switch (effect)
        {
            case ProvisionTask or RegisterTask:
                TaskLifecycle.FailToStart(task, failure, now);
                break;
            case PullImage { Container: var name }:
                End(task.Container(name), failure);
                break;
            case StartContainer { Container: var name }:
                End(task.Container(name), failure);
                break;
        }
    }

    private static void End(TaskContainer container, string reason)
    {
        if (container.Phase == ContainerPhase.Stopped)
            return;
        (container.Phase, container.IsRestarting) = (ContainerPhase.Stopped, false);
        container.Reason = reason;
    }

    private void SayRegistered(EcsTask task, DateTimeOffset now)
    {
        foreach (var group in task.Registrations.GroupBy(registration => registration.TargetGroupArn))
            state.Service(task.Cluster, task.Service ?? "")?.Say($"registered {group.Count()} targets in (target-group {group.Key}).", now);
    }

    private (EcsTask Task, TaskContainer Container)? Find(string runtimeId)
    {
        foreach (var task in state.Tasks.Where(task => !task.IsStopped))
        {
            if (task.Containers.Find(container => container.RuntimeId == runtimeId) is { } container)
                return (task, container);
        }

        return null;
    }
}
