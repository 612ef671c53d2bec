using Slipway.Docker;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>
/// Removes what a Compose project left, by its label, and the images that have its name. Not by <c>docker compose down</c>: that
/// wants the project's files and stops gracefully, and a container that the engine was still making when Compose was killed
/// appears after it.
/// </summary>
public sealed class ComposeCleanup(DockerCli docker, TimeProvider time)
{
    internal const string ProjectLabel = "com.docker.compose.project";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns when nothing of the project has been seen for a while. What fails is tried again: a network has endpoints until its
    /// last container is gone, and Ctrl-C in a terminal ends these commands, too.
    /// </summary>
    /// <param name="stillness">How long nothing may appear; longer when Compose was killed in the middle of its work.</param>
    /// <exception cref="RunFailedException">Something could not be removed; it is named.</exception>
    public async Task RemoveAsync(string project, TimeSpan stillness, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var problem = "";
        try
        {
            for (long? nothingSince = null; ;)
            {
                var (found, failure) = await PassAsync(project, either.Token);
                problem = failure ?? "";
                nothingSince = found ? null : nothingSince ?? time.GetTimestamp();
                if (nothingSince is { } since && time.GetElapsedTime(since) >= stillness) return;
                if (!found || failure is not null) await Task.Delay(Pause, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new RunFailedException(
                ExitCodes.Unexpected,
                $"Compose project '{project}' could not be taken down within {Limit.TotalSeconds:0} s{(problem.Length == 0 ? "" : $": {problem}")}. The next run in this working tree tries again.");
        }
    }

    /// <returns>Whether something was there, and what could not be done.</returns>
    private async Task<(bool Found, string? Problem)> PassAsync(string project, CancellationToken cancellation)
    {
        string[] label = [$"{ProjectLabel}={project}"];
        try
        {
            var containers = docker.ListContainersAsync(label, all: true, cancellation);
            var networks = docker.ListNetworksAsync(label, cancellation);
            var volumes = docker.ListVolumesAsync(label, cancellation);
            var images = docker.ListImagesAsync($"{project}-*".ToLowerInvariant(), cancellation);
            await Task.WhenAll(containers, networks, volumes, images);

            await Task.WhenAll((await containers).Select(container => docker.RemoveContainerAsync(container.Id, force: true, volumes: true, cancellation)));
            await Task.WhenAll(
            [
                .. (await networks).Select(network => docker.RemoveNetworkAsync(network, cancellation)),
                .. (await volumes).Select(volume => docker.RemoveVolumeAsync(volume, cancellation)),
                .. (await images).Select(image => docker.RemoveImageAsync(image, force: false, cancellation)),
            ]);
            return ((await containers).Count + (await networks).Count + (await volumes).Count + (await images).Count > 0, null);
        }
        catch (ToolException failure)
        {
            return (true, failure.StandardError.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? failure.Message);
        }
    }
}
