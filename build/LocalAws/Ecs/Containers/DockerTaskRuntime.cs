using System.Collections.Concurrent;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Runs tasks on Docker: a container for each container definition, and its volumes, all found again by their labels.</summary>
internal sealed class DockerTaskRuntime(
    DockerEngine docker,
    EngineNames names,
    ImagePuller images,
    ContainerEnvironments environments,
    TaskLogs logs,
    ContainerSettingsFactory factory,
    EngineCleaner cleaner,
    PauseContainer pause,
    FirstHealthChecks checks,
    ITaskAgent agent,
    ILoadBalancerNetwork balancers) : ITaskRuntime
{
    private const int OutOfMemoryLooks = 4;

    private static readonly TimeSpan OutOfMemoryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Ids of containers of which the engine has said that their memory ran out: it forgets that where it hears of the end first.</summary>
    private readonly ConcurrentDictionary<string, bool> _outOfMemory = [];

    public async Task<ContainerObservation?> ProvisionAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        // Read again when the container starts: a secret is not kept in memory for as long as an image takes to come.
        foreach (var container in task.Definition.Containers)
            await environments.ReadAsync(container, cancellationToken);
        await logs.PrepareAsync(task, cancellationToken);
        try
        {
            foreach (var volume in task.Definition.Volumes.Where(volume => volume.HostPath is null))
            {
                var labels = volume.OutlivesTask ? names.SharedLabels(task) : names.Labels(task);
                await docker.CreateVolumeAsync(names.Volume(task.Id, volume), labels, cancellationToken);
            }

            if (task.Definition.NetworkMode != "none")
                await agent.EnsureAsync(cancellationToken);
            return task.HasInterface ? await pause.EnsureAsync(await WithResolverAsync(task, cancellationToken), cancellationToken) : null;
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"ResourceInitializationError: {refused.Message}", refused);
        }
    }

    public Task<PulledImage> PullAsync(TaskSnapshot task, string container, CancellationToken cancellationToken) =>
        images.PullAsync(task, task.References[container], cancellationToken);

    public async Task<ContainerObservation> StartAsync(TaskSnapshot task, string container, CancellationToken cancellationToken)
    {
        var id = await CreateAsync(await SettingsAsync(task, container, cancellationToken), cancellationToken);
        try
        {
            if (task.Definition.NetworkMode == EngineNames.Bridge && !task.Container(container).Node.Switch("disableNetworking"))
                await agent.ConnectAsync(id, task.Agent[container], cancellationToken);
            await docker.StartContainerAsync(id, cancellationToken);
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"CannotStartContainerError: {refused.Message}", refused);
        }

        logs.Follow(task, container, id);
        if (task.Container(container).HealthCheck is { } check)
            checks.Begin(id, check);
        var seen = (await InspectAsync([id], cancellationToken))[0];
        return task.Definition.NetworkMode == "host" ? await OnHostAsync(task, container, seen, cancellationToken) : seen;
    }

    public Task StopAsync(string runtimeId, TimeSpan timeout, CancellationToken cancellationToken) =>
        docker.StopContainerAsync(runtimeId, timeout, cancellationToken);

    public async Task<IReadOnlyList<ContainerObservation>> InspectAsync(IReadOnlyList<string> runtimeIds, CancellationToken cancellationToken)
    {
        var inspected = await docker.InspectContainersAsync(runtimeIds, cancellationToken);
        for (var again = 0; again < OutOfMemoryLooks && inspected.Any(container => !_outOfMemory.ContainsKey(container.ID) && ContainerInspection.MayHaveRunOutOfMemory(container, DateTimeOffset.UtcNow)); again++)
        {
            await Task.Delay(OutOfMemoryInterval, cancellationToken);
            inspected = await docker.InspectContainersAsync(runtimeIds, cancellationToken);
        }

        var found = inspected.Select(Read).ToDictionary(seen => seen.RuntimeId);
        return [.. runtimeIds.Select(id => found.GetValueOrDefault(id) ?? new(id, ContainerState.Gone))];
    }

    public async Task ReleaseAsync(string taskId, bool keepContainers, CancellationToken cancellationToken)
    {
        await logs.DrainAsync(taskId, cancellationToken);
        await cleaner.ReleaseAsync(taskId, keepContainers, cancellationToken);
    }

    public Task WatchAsync(Action<string> changed, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IReadOnlyList<string>>
        {
            ["type"] = ["container"],
            ["event"] = ["die", "destroy", "health_status", "oom"],
            ["label"] = names.Everything,
        };
        checks.Passed = changed;
        return docker.EventsAsync(filters, Take, cancellationToken);

        void Take(Message happened)
        {
            if (happened.Action == "oom") _outOfMemory[happened.Actor.ID] = true;
            if (happened.Action == "destroy")
            {
                _outOfMemory.TryRemove(happened.Actor.ID, out _);
                checks.Forget(happened.Actor.ID);
            }

            changed(happened.Actor.ID);
        }
    }

    public Task RemoveOthersAsync(IReadOnlySet<string> knownTaskIds, CancellationToken cancellationToken) =>
        cleaner.RemoveOthersAsync(knownTaskIds, cancellationToken);

    public Task RemoveAllAsync(CancellationToken cancellationToken) => cleaner.RemoveAllAsync(cancellationToken);

    private async Task<CreateContainerParameters> SettingsAsync(TaskSnapshot task, string container, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentAsync(task, container, cancellationToken);
        try
        {
            var settings = factory.Create(await WithResolverAsync(task, cancellationToken), container, environment);
            // Elsewhere the engine's machine is another one, whose addresses are not known here.
            if (task is { Definition.NetworkMode: EngineNames.Bridge, Registry: { Port: { } port } registry } && registry.Container == container && await docker.SharesLoopbackAsync(cancellationToken))
                ContainerNetwork.Publish(settings, port, await balancers.GatewayAsync(cancellationToken));
            if (Model.RestartPolicy.Of(task.Container(container)) is not null)
                HostPorts.Choose(settings.HostConfig!);
            return settings;
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"CannotCreateContainerError: {refused.Message}", refused);
        }
    }

    private async Task<TaskSnapshot> WithResolverAsync(TaskSnapshot task, CancellationToken cancellationToken) => task.Definition.NetworkMode == "none"
        ? task
        : task with { Resolver = await agent.ResolverAsync(task.Definition.NetworkMode == "host", cancellationToken) };

    private ContainerObservation Read(ContainerInspectResponse container)
    {
        var seen = ContainerInspection.Read(container);
        var passed = seen.Health == HealthStatus.Unknown && checks.HasPassed(seen.RuntimeId);
        // The engine's own checks decide as soon as there is one.
        var hasFailed = passed && container.State!.Health!.Log?.Any(check => check.ExitCode != 0) == true;
        if (hasFailed) checks.Forget(seen.RuntimeId);
        return seen with
        {
            OutOfMemory = seen.OutOfMemory || _outOfMemory.ContainsKey(seen.RuntimeId),
            Health = passed && !hasFailed ? HealthStatus.Healthy : seen.Health,
            HealthIsWithdrawn = hasFailed,
        };
    }

    /// <summary>The engine knows nothing of the ports of a container that has this machine's network; load balancers reach them by their network's gateway.</summary>
    private async Task<ContainerObservation> OnHostAsync(TaskSnapshot task, string container, ContainerObservation seen, CancellationToken cancellationToken) => seen with
    {
        NetworkBindings = ContainerNetwork.OfHost(task.Container(container)),
        Addresses = task.Balanced.Contains(container) || task.Registry?.Container == container ? new Dictionary<string, string> { ["host"] = await balancers.GatewayAsync(cancellationToken) } : [],
    };

    private async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(TaskSnapshot task, string container, CancellationToken cancellationToken)
    {
        var own = await environments.ReadAsync(task.Container(container), cancellationToken);
        try
        {
            return await agent.CompleteAsync(own, task.Agent[container], task.References[container], cancellationToken);
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"CannotCreateContainerError: {refused.Message}", refused);
        }
    }

    /// <summary>Creates a container, or takes up the one that the last process created.</summary>
    private async Task<string> CreateAsync(CreateContainerParameters settings, CancellationToken cancellationToken)
    {
        try
        {
            return await docker.CreateContainerAsync(settings, cancellationToken);
        }
        catch (EngineException refused) when (refused.Says("is already in use by container"))
        {
            return (await docker.InspectContainerAsync(settings.Name!, cancellationToken))?.ID
                ?? throw new TaskRuntimeException($"CannotCreateContainerError: {refused.Message}", refused);
        }
        catch (EngineException refused)
        {
            throw new TaskRuntimeException($"CannotCreateContainerError: {refused.Message}", refused);
        }
    }
}
