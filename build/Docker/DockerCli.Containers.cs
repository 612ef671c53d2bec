using System.Text.Json.Nodes;
using Slipway.Docker.Containers;

namespace Slipway.Docker;

// Containers, networks and volumes: what is found by its labels, and removed.
public sealed partial class DockerCli
{
    /// <summary>Runs a container in the foreground and leaves it there when its program has ended.</summary>
    /// <param name="onLine">Called with each line of its program, of either stream.</param>
    /// <returns>The program's exit code, or 125 where docker could not start it; and what it wrote.</returns>
    /// <exception cref="ToolException">The settings' time-out has passed; the container may still run.</exception>
    public Task<ToolOutput> RunContainerAsync(ContainerRunSettings settings, Action<string>? onLine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var run = new ToolRun(DockerArguments.Run(settings)) { Environment = InheritedVariables.Environment(settings.Environment), OnLine = onLine, AnyExitCode = true };
        return _runner.RunAsync(settings, run, cancellationToken);
    }

    /// <summary>Copies a file out of a container, whether it runs or not.</summary>
    /// <param name="path">Absolute in the container.</param>
    /// <returns>False when the container has no such file.</returns>
    public async Task<bool> CopyFromContainerAsync(string container, string path, string destination, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(DockerArguments.CopyFrom(container, path, destination), cancellationToken);
            return true;
        }
        catch (ToolException exception) when (exception.Says("Could not find the file") || exception.Says("no such file"))
        {
            return false;
        }
    }

    /// <param name="force">Kills it first when it runs.</param>
    /// <param name="volumes">Its anonymous volumes too.</param>
    /// <returns>False when there was no such container.</returns>
    public Task<bool> RemoveContainerAsync(string container, bool force, bool volumes, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveContainer(container, force, volumes), cancellationToken);

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <param name="all">Those that do not run, too.</param>
    public async Task<IReadOnlyList<ContainerSummary>> ListContainersAsync(
        IReadOnlyList<string> labels, bool all, CancellationToken cancellationToken) =>
        [.. (await RunAsync(DockerArguments.ListContainers(labels, all), cancellationToken)).StandardOutput
            .Where(line => line.StartsWith('{')).Select(line => ContainerSummary.Parse(JsonNode.Parse(line)!))];

    /// <returns>The running containers that have published this TCP port of the host.</returns>
    public async Task<IReadOnlyList<ContainerSummary>> ListContainersByPortAsync(int hostPort, CancellationToken cancellationToken) =>
        [.. (await RunAsync(DockerArguments.ListContainersByPort(hostPort), cancellationToken)).StandardOutput
            .Where(line => line.StartsWith('{')).Select(line => ContainerSummary.Parse(JsonNode.Parse(line)!))];

    /// <returns>False when there was no such network.</returns>
    public Task<bool> RemoveNetworkAsync(string name, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveNetwork(name), cancellationToken);

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <returns>Names.</returns>
    public async Task<IReadOnlyList<string>> ListNetworksAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.ListNetworks(labels), cancellationToken)).StandardOutput;

    /// <returns>False when there was no such volume.</returns>
    public Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveVolume(name), cancellationToken);

    /// <param name="labels"><c>key</c> or <c>key=value</c>; all must match.</param>
    /// <returns>Names.</returns>
    public async Task<IReadOnlyList<string>> ListVolumesAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        (await RunAsync(DockerArguments.ListVolumes(labels), cancellationToken)).StandardOutput;
}
