using System.Text.Json.Nodes;
using Slipway.Docker;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Runs tasks on Docker: a network for each task, a container for each container definition, all found again by their labels.</summary>
internal sealed class DockerTaskRuntime(
    EngineClient engine,
    EngineNames names,
    ImagePuller images,
    ContainerEnvironments environments,
    TaskLogs logs,
    ContainerSettingsFactory factory,
    EngineCleaner cleaner,
    ILoadBalancerNetwork balancers) : ITaskRuntime
{
    public async Task ProvisionAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        // Read again when the container starts: a secret is not kept in memory for as long as an image takes to come.
        foreach (var container in task.Definition.Containers)
            await environments.ReadAsync(container, cancellationToken);
        await logs.PrepareAsync(task, cancellationToken);
        try
        {
            await CreateNetworkAsync(task, cancellationToken);
            foreach (var volume in task.Definition.Volumes.Where(volume => volume.HostPath is null))
            {
                var labels = volume.Shared ? names.SharedLabels(task) : names.Labels(task);
                await engine.Docker.CreateVolumeAsync(names.Volume(task.Id, volume), labels, cancellationToken);
            }
        }
        catch (ToolException refused)
        {
            throw new TaskRuntimeException($"ResourceInitializationError: {EngineErrors.ReasonOf(refused)}", refused);
        }
    }

    public Task<PulledImage> PullAsync(TaskSnapshot task, string container, CancellationToken cancellationToken) =>
        images.PullAsync(task.References[container], cancellationToken);

    public async Task<ContainerObservation> StartAsync(TaskSnapshot task, string container, CancellationToken cancellationToken)
    {
        var settings = factory.Create(task, container, await environments.ReadAsync(task.Container(container), cancellationToken));
        var id = await CreateAsync(settings, cancellationToken);
        if (task.Balanced.Contains(container))
            await BalanceAsync(id, cancellationToken);
        try
        {
            await engine.Docker.StartContainerAsync(id, cancellationToken);
        }
        catch (ToolException refused)
        {
            throw new TaskRuntimeException($"CannotStartContainerError: {EngineErrors.ReasonOf(refused)}", refused);
        }

        logs.Follow(task, container, id);
        return (await InspectAsync([id], cancellationToken))[0];
    }

    public Task StopAsync(string runtimeId, TimeSpan timeout, CancellationToken cancellationToken) =>
        engine.Docker.StopContainerAsync(runtimeId, timeout, cancellationToken);

    public async Task<IReadOnlyList<ContainerObservation>> InspectAsync(IReadOnlyList<string> runtimeIds, CancellationToken cancellationToken)
    {
        var found = (await engine.Docker.InspectContainersAsync(runtimeIds, cancellationToken))
            .Select(container => ContainerInspection.Read(container!)).ToDictionary(seen => seen.RuntimeId);
        return [.. runtimeIds.Select(id => found.GetValueOrDefault(id) ?? new(id, ContainerState.Gone))];
    }

    public async Task ReleaseAsync(string taskId, bool keepContainers, CancellationToken cancellationToken)
    {
        await logs.DrainAsync(taskId, cancellationToken);
        await cleaner.ReleaseAsync(taskId, keepContainers, cancellationToken);
    }

    public Task WatchAsync(Action<string> changed, CancellationToken cancellationToken)
    {
        string[] filters =
        [
            "type=container", "event=die", "event=destroy", "event=health_status",
            .. names.Everything.Select(label => $"label={label}"),
        ];
        return engine.Docker.EventsAsync(filters, Tell, since: null, cancellationToken);

        void Tell(JsonObject happened)
        {
            if ((string?)happened["Actor"]?["ID"] is { } id)
                changed(id);
        }
    }

    public Task RemoveOthersAsync(IReadOnlySet<string> knownTaskIds, CancellationToken cancellationToken) =>
        cleaner.RemoveOthersAsync(knownTaskIds, cancellationToken);

    public Task RemoveAllAsync(CancellationToken cancellationToken) => cleaner.RemoveAllAsync(cancellationToken);

    private async Task CreateNetworkAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Docker.CreateNetworkAsync(EngineNames.Network(task.Id), names.Labels(task), cancellationToken);
        }
        catch (ToolException refused) when (refused.Says("already exists"))
        {
            // The process that began this task made it.
        }
    }

    /// <summary>Puts a container where load balancers reach it, unless the process that began this task did.</summary>
    private async Task BalanceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Docker.ConnectNetworkAsync(await balancers.EnsureAsync(cancellationToken), id, [], cancellationToken);
        }
        catch (ToolException refused) when (refused.Says("already exists in network"))
        {
            // It is there.
        }
        catch (ToolException refused)
        {
            throw new TaskRuntimeException($"CannotStartContainerError: {EngineErrors.ReasonOf(refused)}", refused);
        }
    }

    /// <summary>Creates a container, or takes up the one that the last process created.</summary>
    private async Task<string> CreateAsync(Docker.Containers.ContainerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Docker.CreateContainerAsync(settings, cancellationToken);
        }
        catch (ToolException refused) when (refused.Says("is already in use by container"))
        {
            var existing = await engine.Docker.InspectContainersAsync([settings.Name!], cancellationToken);
            return (string?)existing.FirstOrDefault()?["Id"]
                ?? throw new TaskRuntimeException($"CannotCreateContainerError: {EngineErrors.ReasonOf(refused)}", refused);
        }
        catch (ToolException refused)
        {
            throw new TaskRuntimeException($"CannotCreateContainerError: {EngineErrors.ReasonOf(refused)}", refused);
        }
    }
}
