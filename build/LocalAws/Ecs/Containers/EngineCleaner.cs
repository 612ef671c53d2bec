
using Slipway.Docker.Containers;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Removes what tasks leave on the engine.</summary>
internal sealed class EngineCleaner(EngineClient engine, EngineNames names)
{
    /// <summary>docker commands at a time.</summary>
    private const int Parallelism = 8;

    /// <summary>A command that was cancelled while the engine worked on it may have made something after the first look.</summary>
    private const int Rounds = 3;

    public async Task ReleaseAsync(string taskId, bool keepContainers, CancellationToken cancellationToken)
    {
        var containers = await engine.Docker.ListContainersAsync(names.OfTask(taskId), all: true, cancellationToken);
        if (keepContainers)
            await EachAsync(containers.Where(IsUp), (container, token) => engine.Docker.StopContainerAsync(container.Id, TimeSpan.Zero, token), cancellationToken);
        else
            await RemoveAsync(containers, cancellationToken);
        await engine.Docker.RemoveNetworkAsync(EngineNames.Network(taskId), cancellationToken);
        if (!keepContainers)
            await RemoveVolumesAsync(await engine.Docker.ListVolumesAsync(names.OfTask(taskId), cancellationToken), cancellationToken);
    }

    public async Task RemoveOthersAsync(IReadOnlySet<string> knownTaskIds, CancellationToken cancellationToken)
    {
        var containers = await engine.Docker.ListContainersAsync(names.Everything, all: true, cancellationToken);
        var details = await engine.Docker.InspectContainersAsync([.. containers.Select(container => container.Id)], cancellationToken);
        var others = details
            .Where(container => (string?)container!["Config"]?["Labels"]?[EngineNames.TaskLabel] is not { } task || !knownTaskIds.Contains(task))
            .Select(container => (string)container!["Id"]!).ToHashSet();
        await RemoveAsync(containers.Where(container => others.Contains(container.Id)), cancellationToken);

        var networks = await engine.Docker.ListNetworksAsync(names.Everything, cancellationToken);
        var knownNetworks = knownTaskIds.Select(EngineNames.Network).ToHashSet();
        await EachAsync(networks.Where(name => !knownNetworks.Contains(name)), engine.Docker.RemoveNetworkAsync, cancellationToken);

        var volumes = await engine.Docker.ListVolumesAsync([.. names.Everything, EngineNames.TaskLabel], cancellationToken);
        var knownPrefixes = knownTaskIds.Select(EngineNames.VolumePrefix).ToList();
        await RemoveVolumesAsync(volumes.Where(name => !knownPrefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal))), cancellationToken);
    }

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var containers = await engine.Docker.ListContainersAsync(names.Everything, all: true, cancellationToken);
            var networks = await engine.Docker.ListNetworksAsync(names.Everything, cancellationToken);
            var volumes = await engine.Docker.ListVolumesAsync(names.Everything, cancellationToken);
            if (containers.Count + networks.Count + volumes.Count == 0)
                return;
            await RemoveAsync(containers, cancellationToken);
            await EachAsync(networks, engine.Docker.RemoveNetworkAsync, cancellationToken);
            await RemoveVolumesAsync(volumes, cancellationToken);
        }
    }

    private static bool IsUp(ContainerSummary container) => container.State is not ("exited" or "created" or "dead");

    private Task RemoveAsync(IEnumerable<ContainerSummary> containers, CancellationToken cancellationToken) =>
        EachAsync(containers, (container, token) => engine.Docker.RemoveContainerAsync(container.Id, force: true, volumes: true, token), cancellationToken);

    private Task RemoveVolumesAsync(IEnumerable<string> volumes, CancellationToken cancellationToken) =>
        EachAsync(volumes, engine.Docker.RemoveVolumeAsync, cancellationToken);

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (item, token) => await work(item, token));
}
