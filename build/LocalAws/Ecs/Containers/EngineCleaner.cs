using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Removes what tasks leave on the engine.</summary>
internal sealed class EngineCleaner(DockerEngine docker, EngineNames names)
{
    /// <summary>Calls of the engine at a time.</summary>
    private const int Parallelism = 8;

    /// <summary>A call that was cancelled while the engine worked on it may have made something after the first look.</summary>
    private const int Rounds = 3;

    public async Task ReleaseAsync(string taskId, bool keepContainers, CancellationToken cancellationToken)
    {
        var containers = await docker.ListContainersAsync(names.OfTask(taskId), cancellationToken);
        if (keepContainers)
            await KeepAsync(containers, cancellationToken);
        else
            await RemoveAsync(containers, cancellationToken);
        if (!keepContainers)
            await RemoveVolumesAsync(await docker.ListVolumesAsync(names.OfTask(taskId), cancellationToken), cancellationToken);
    }

    public async Task RemoveOthersAsync(IReadOnlySet<string> knownTaskIds, CancellationToken cancellationToken)
    {
        var containers = await docker.ListContainersAsync(names.Everything, cancellationToken);
        await RemoveAsync(
            containers.Where(container => !container.Labels.TryGetValue(EngineNames.TaskLabel, out var task) || !knownTaskIds.Contains(task)), cancellationToken);

        var volumes = await docker.ListVolumesAsync([.. names.Everything, EngineNames.TaskLabel], cancellationToken);
        var knownPrefixes = knownTaskIds.Select(EngineNames.VolumePrefix).ToList();
        await RemoveVolumesAsync(volumes.Where(name => !knownPrefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal))), cancellationToken);
    }

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var containers = await docker.ListContainersAsync(names.Everything, cancellationToken);
            var volumes = await docker.ListVolumesAsync(names.Everything, cancellationToken);
            if (containers.Count + volumes.Count == 0)
                return;
            await RemoveAsync(containers, cancellationToken);
            await RemoveVolumesAsync(volumes, cancellationToken);
        }
    }

    /// <summary>They stay for their logs; the one that has the network interface has none.</summary>
    private async Task KeepAsync(IList<ContainerListResponse> containers, CancellationToken cancellationToken)
    {
        var pauses = containers.Where(container => container.Labels.TryGetValue(EngineNames.ContainerLabel, out var name) && name == PauseContainer.Name).ToList();
        await EachAsync(containers.Except(pauses).Where(IsUp), (container, token) => docker.StopContainerAsync(container.ID, TimeSpan.Zero, token), cancellationToken);
        await RemoveAsync(pauses, cancellationToken);
    }

    private static bool IsUp(ContainerListResponse container) => container.State is not ("exited" or "created" or "dead");

    private Task RemoveAsync(IEnumerable<ContainerListResponse> containers, CancellationToken cancellationToken) =>
        EachAsync(containers, (container, token) => docker.RemoveContainerAsync(container.ID, token), cancellationToken);

    private Task RemoveVolumesAsync(IEnumerable<string> volumes, CancellationToken cancellationToken) =>
        EachAsync(volumes, docker.RemoveVolumeAsync, cancellationToken);

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (item, token) => await work(item, token));
}
