using System.Text.Json.Nodes;

namespace Slipway.Docker.Compose;

/// <summary>
/// <c>docker compose</c> for one project; the project in the settings is not checked. Errors are those of <see cref="DockerCli"/>;
/// Compose's own exit codes are in <see cref="ToolException.ProcessExitCode"/>: 15 for an invalid file, 14 for a missing env_file.
/// </summary>
public sealed class ComposeCli(DockerCli docker, ComposeProject project)
{
    // Compose 2.26 writes this before each line of a log, on a terminal or not, whatever --ansi and --no-color say.
    private const string ClearLine = "\e[2K";

    public ComposeProject Project { get; } = project;

    /// <summary>The model with overrides, profiles and variables resolved. A dollar sign in a value is written as two.</summary>
    public Task<JsonObject> ConfigAsync(CancellationToken cancellationToken) => ConfigAsync(new(), cancellationToken);

    /// <inheritdoc cref="ConfigAsync(CancellationToken)"/>
    public async Task<JsonObject> ConfigAsync(ComposeSettings settings, CancellationToken cancellationToken)
    {
        var output = await docker.RunAsync(settings, new(ComposeArguments.Config(Project)), cancellationToken);
        return JsonNode.Parse(output.Text)!.AsObject();
    }

    /// <summary>The model with overrides and profiles resolved and variables left as they are written, so that no file of variables has to be there.</summary>
    public async Task<JsonObject> UninterpolatedConfigAsync(CancellationToken cancellationToken)
    {
        var output = await docker.RunAsync(new ComposeSettings(), new(ComposeArguments.UninterpolatedConfig(Project)), cancellationToken);
        return JsonNode.Parse(output.Text)!.AsObject();
    }

    /// <param name="onLine">Called with each line of the builder's plain output.</param>
    public Task BuildAsync(ComposeBuildSettings settings, Action<string>? onLine, CancellationToken cancellationToken) => docker.RunAsync(
        settings,
        new(ComposeArguments.Build(Project, settings)) { Environment = DockerCli.BuildEnvironment, OnLine = onLine, KeepOutput = false },
        cancellationToken);

    /// <param name="onLine">Called with each line that Compose writes.</param>
    /// <exception cref="ToolException">A service could not be started, or did not become healthy.</exception>
    public Task UpAsync(ComposeUpSettings settings, Action<string>? onLine, CancellationToken cancellationToken) => docker.RunAsync(
        settings,
        new(ComposeArguments.Up(Project, settings)) { Environment = DockerCli.BuildEnvironment, OnLine = onLine, KeepOutput = false },
        cancellationToken);

    /// <param name="onLine">Called with each line of the command, of either stream.</param>
    /// <returns>The command's exit code; 1 also when the service does not run.</returns>
    /// <exception cref="ToolException">The settings' time-out has passed.</exception>
    public async Task<int> ExecAsync(ComposeExecSettings settings, Action<string>? onLine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var run = new ToolRun(ComposeArguments.Exec(Project, settings))
        {
            Environment = InheritedVariables.Environment(settings.Environment),
            StandardInput = settings.StandardInput,
            OnLine = onLine,
            KeepOutput = false,
            AnyExitCode = true,
        };
        return (await docker.RunAsync(settings, run, cancellationToken)).ExitCode;
    }

    /// <summary>Like <see cref="ExecAsync"/>, for output that is data: what the command wrote to standard output, and only that.</summary>
    /// <param name="onLine">Called with each line of the command, of either stream.</param>
    /// <exception cref="ToolException">The settings' time-out has passed.</exception>
    public async Task<ToolOutput> CaptureAsync(ComposeExecSettings settings, Action<string>? onLine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var run = new ToolRun(ComposeArguments.Exec(Project, settings))
        {
            Environment = InheritedVariables.Environment(settings.Environment),
            StandardInput = settings.StandardInput,
            OnLine = onLine,
            AnyExitCode = true,
        };
        return await docker.RunAsync(settings, run, cancellationToken);
    }

    public async Task<IReadOnlyList<ComposeContainer>> PsAsync(ComposePsSettings settings, CancellationToken cancellationToken) =>
        ComposeContainer.Parse((await docker.RunAsync(settings, new(ComposeArguments.Ps(Project, settings)), cancellationToken)).StandardOutput);

    /// <returns>The lines of all chosen services, each with its container's name in front unless the settings say otherwise.</returns>
    public async Task<IReadOnlyList<string>> LogsAsync(ComposeLogsSettings settings, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var run = new ToolRun(ComposeArguments.Logs(Project, settings))
        {
            OnLine = line => lines.Add(line.StartsWith(ClearLine, StringComparison.Ordinal) ? line[ClearLine.Length..] : line),
            KeepOutput = false,
        };
        await docker.RunAsync(settings, run, cancellationToken);
        return lines;
    }

    /// <summary>
    /// Removes the project's containers and networks; a project that is not there is no error. What belongs to profiles that
    /// <see cref="Project"/> does not name stays.
    /// </summary>
    public Task DownAsync(ComposeDownSettings settings, CancellationToken cancellationToken) =>
        docker.RunAsync(settings, new(ComposeArguments.Down(Project, settings)), cancellationToken);
}
