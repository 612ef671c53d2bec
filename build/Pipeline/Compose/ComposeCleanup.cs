using Slipway.Docker;

namespace Slipway.Pipeline.Compose;

/// <summary>
/// Removes what a Compose project left, by its label. Not by <c>docker compose down</c>: that wants the project's files and
/// stops gracefully, and a container that the engine was still making when Compose was killed appears after it.
/// </summary>
internal static class ComposeCleanup
{
    private const string ProjectLabel = "com.docker.compose.project";
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when nothing of the project is left, twice in a row.</summary>
    public static async Task RemoveAsync(DockerCli docker, string project, CancellationToken cancellation)
    {
        string[] label = [$"{ProjectLabel}={project}"];
        for (var quiet = 0; quiet < 2;)
        {
            var containers = await docker.ListContainersAsync(label, all: true, cancellation);
            await Task.WhenAll(containers.Select(container => docker.RemoveContainerAsync(container.Id, force: true, volumes: true, cancellation)));
            var networks = await docker.ListNetworksAsync(label, cancellation);
            foreach (var network in networks) await docker.RemoveNetworkAsync(network, cancellation);
            var volumes = await docker.ListVolumesAsync(label, cancellation);
            foreach (var volume in volumes) await docker.RemoveVolumeAsync(volume, cancellation);
            quiet = containers.Count + networks.Count + volumes.Count == 0 ? quiet + 1 : 0;
            if (quiet == 1) await Task.Delay(Settle, cancellation);
        }
    }
}
