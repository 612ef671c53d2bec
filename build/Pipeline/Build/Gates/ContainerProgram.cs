using Slipway.Docker;
using Slipway.Docker.Containers;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>
/// Runs a gate in a container of its image. It sees the repository, which it cannot write, without Slipway's state and with nothing in the files that <c>secrets</c> names;
/// and it has no socket of the engine. It bears the label of the run's Compose project, and goes when that goes.
/// </summary>
/// <param name="secrets">Secret files of the repository, also those that this run did not write.</param>
internal sealed class ContainerProgram(DockerCli docker, ComposeApplication application, RunDirectory run, Paths paths, IReadOnlyList<string> secrets) : IGateProgram
{
    private const string GateLabel = "slipway.gate";

    /// <summary>docker's own exit code where it could not create or start a container. https://docs.docker.com/engine/containers/run/#exit-status</summary>
    private const int NotStarted = 125;

    public string Sources => "/src";

    public string Scratch => "/tmp";

    public async Task<GateRun> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string? file, Action<string> onLine, CancellationToken cancellation)
    {
        await PullAsync(gate, cancellation);
        var settings = new ContainerRunSettings
        {
            Image = gate.Image!,
            Name = $"{application.ProjectName}-gate-{gate.Name}",
            Command = gate.Command,
            Labels = new Dictionary<string, string>(application.Adopt()) { [GateLabel] = gate.Name },
            Volumes = Volumes(gate),
            Workdir = Sources,
            Environment = new Dictionary<string, string>(variables).Concat(Git).DistinctBy(variable => variable.Key).ToDictionary(),
            TimeLimit = gate.Timeout == Timeout.InfiniteTimeSpan ? null : gate.Timeout,
        };
        try
        {
            var output = await docker.RunContainerAsync(settings, onLine, cancellation);
            application.Release();
            if (output.ExitCode == NotStarted)
                throw new RunFailedException(ExitCodes.Prerequisite, $"{gate.Place}: the container of gate '{gate.Name}' could not be started: {Last(output.StandardError)}");
            return new(output.ExitCode, output.Text, file is null ? null : await ReadAsync(settings.Name, file, gate, cancellation));
        }
        finally
        {
            await RemoveAsync(settings.Name);
        }
    }

    /// <summary>The owner of the sources is another user than the container's, which git refuses unless it is told. https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory</summary>
    private Dictionary<string, string> Git => new() { ["GIT_CONFIG_COUNT"] = "1", ["GIT_CONFIG_KEY_0"] = "safe.directory", ["GIT_CONFIG_VALUE_0"] = Sources };

    /// <summary>What must not be seen lies below something empty.</summary>
    private List<string> Volumes(GateSettings gate)
    {
        var (folder, file) = (run.MakeFolder("nothing"), run.Combine($"nothing-{gate.Name}"));
        File.WriteAllBytes(file, []);
        List<string> volumes = [$"{paths.Root}:{Sources}:ro"];
        if (Path.GetRelativePath(paths.Root, paths.State) is var state && !state.StartsWith("..", StringComparison.Ordinal)) volumes.Add($"{folder}:{Sources}/{state.Replace('\\', '/')}:ro");
        return [.. volumes, .. secrets.Where(path => File.Exists(paths.InRepository(path))).Select(path => $"{file}:{Sources}/{path}:ro")];
    }

    private async Task PullAsync(GateSettings gate, CancellationToken cancellation)
    {
        try
        {
            if (await docker.InspectImageAsync(gate.Image!, cancellation) is null) await docker.PullAsync(gate.Image!, cancellation);
        }
        catch (ToolException failure)
        {
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{gate.Place}: the image '{gate.Image}' of gate '{gate.Name}' could not be pulled: {Last(failure.StandardError).TrimEnd('.')}. Correct its name, or log docker in to its registry.");
        }
    }

    private async Task<string?> ReadAsync(string container, string file, GateSettings gate, CancellationToken cancellation)
    {
        var copy = run.Combine($"gate-{gate.Name}");
        return await docker.CopyFromContainerAsync(container, file, copy, cancellation) && File.Exists(copy) ? await File.ReadAllTextAsync(copy, cancellation) : null;
    }

    /// <summary>Also when the run is cancelled. What cannot be removed now has the project's label, by which it is removed at the end.</summary>
    private async Task RemoveAsync(string container)
    {
        try
        {
            await docker.RemoveContainerAsync(container, force: true, volumes: true, CancellationToken.None);
        }
        catch (ToolException)
        {
            // The clean-up of the project tries again, and tells what it could not do.
        }
    }

    private static string Last(IReadOnlyList<string> lines) => lines.LastOrDefault(line => line.Trim().Length > 0 && !line.Contains("docker run --help", StringComparison.Ordinal))?.Trim() ?? "docker does not say why";
}
