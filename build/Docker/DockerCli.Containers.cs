using System.Text.Json.Nodes;
using Slipway.Docker.Containers;

namespace Slipway.Docker;

public sealed partial class DockerCli
{
    /// <returns>The container's id, 64 hexadecimal digits.</returns>
    public async Task<string> CreateContainerAsync(ContainerSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var environment = await EnvironmentFile.WriteAsync(settings.Environment, cancellationToken);
        var run = new ToolRun(DockerArguments.Create(settings, environment.FilePath, environment.Inherited.Keys))
        {
            Environment = environment.Inherited,
        };
        return (await _runner.RunAsync(settings, run, cancellationToken)).StandardOutput[^1].Trim();
    }

    public Task StartContainerAsync(string container, CancellationToken cancellationToken) =>
        RunAsync(DockerArguments.Start(container), cancellationToken);

    /// <param name="timeout">Between the stop signal and SIGKILL, in whole seconds; null: the container's own.</param>
    /// <returns>False when there is no such container.</returns>
    public Task<bool> StopContainerAsync(string container, TimeSpan? timeout, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.Stop(container, timeout), cancellationToken);

    /// <param name="signal">As <c>TERM</c> or <c>SIGTERM</c>.</param>
    public Task KillContainerAsync(string container, string signal, CancellationToken cancellationToken) =>
        RunAsync(DockerArguments.Kill(container, signal), cancellationToken);

    /// <param name="force">Kills it first when it runs.</param>
    /// <param name="volumes">Its anonymous volumes too.</param>
    /// <returns>False when there was no such container.</returns>
    public Task<bool> RemoveContainerAsync(string container, bool force, bool volumes, CancellationToken cancellationToken) =>
        RemoveAsync(DockerArguments.RemoveContainer(container, force, volumes), cancellationToken);

    /// <summary>Waits until the container has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitContainerAsync(string container, CancellationToken cancellationToken) =>
        int.Parse((await RunAsync(DockerArguments.Wait(container), cancellationToken)).Text);

    /// <param name="tail">The number of last lines; null: all.</param>
    /// <returns>The lines of both streams, in the order in which docker gave them.</returns>
    public async Task<IReadOnlyList<string>> LogsAsync(string container, int? tail, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await _runner.RunAsync(NoSettings, new(DockerArguments.Logs(container, tail)) { OnLine = lines.Add, KeepOutput = false }, cancellationToken);
        return lines;
    }

    /// <returns>The engine's descriptions; containers that do not exist are left out.</returns>
    public async Task<JsonArray> InspectContainersAsync(IReadOnlyList<string> containers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(containers);
        if (containers.Count == 0)
            return [];

        var run = new ToolRun(DockerArguments.InspectContainers(containers)) { AnyExitCode = true };
        var output = await _runner.RunAsync(NoSettings, run, cancellationToken);
        if (output.ExitCode != 0 && !output.StandardError.All(line => line.Trim().Length == 0 || IsNotFound(line)))
            throw new ToolException("docker", string.Join(' ', ["docker", .. run.Arguments]), output.ExitCode, output.StandardError);
        return output.Text.Trim() is { Length: > 0 } text ? JsonNode.Parse(text)!.AsArray() : [];
    }

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

    /// <summary>Runs a container to its end and removes it, also when it is cancelled.</summary>
    /// <param name="standardInput">What the container reads; null: nothing.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="ToolException">It ended with another exit code than 0.</exception>
    public async Task<string> RunAsync(ContainerSettings settings, string? standardInput, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var name = settings.Name ?? $"slipway-run-{Guid.NewGuid():N}";
        using var environment = await EnvironmentFile.WriteAsync(settings.Environment, cancellationToken);
        var run = new ToolRun(DockerArguments.Run(settings, name, environment.FilePath, environment.Inherited.Keys))
        {
            Environment = environment.Inherited,
            StandardInput = standardInput,
        };
        try
        {
            return (await _runner.RunAsync(settings, run, cancellationToken)).Text;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ToolException { TimedOut: true })
        {
            // The command is gone, its container is not.
            await RemoveContainerAsync(name, force: true, volumes: true, CancellationToken.None);
            throw;
        }
    }
}
