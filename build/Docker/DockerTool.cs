using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Slipway.Docker.Processes;

namespace Slipway.Docker;

/// <summary>
/// Base of the runners for docker and its plugins: runs it without blocking, checks every exit code, ends the process tree on
/// cancellation and time-out.
/// </summary>
/// <param name="options">Defaults that each command's own settings override.</param>
public abstract class DockerTool<TSettings>(
    IFileSystem fileSystem,
    ICakeEnvironment environment,
    ProcessTreeRunner processRunner,
    IToolLocator tools,
    DockerCliOptions options) : Tool<TSettings>(fileSystem, environment, processRunner, tools)
    where TSettings : DockerSettings
{
    protected DockerCliOptions Options { get; } = options;

    protected override string GetToolName() => "docker";

    protected override IEnumerable<string> GetToolExecutableNames() => ["docker", "docker.exe"];

    protected override DirectoryPath GetWorkingDirectory(TSettings settings) =>
        settings.WorkingDirectory is null && Options.WorkingDirectory is { } directory
            ? new DirectoryPath(System.IO.Path.GetFullPath(directory))
            : base.GetWorkingDirectory(settings);

    /// <exception cref="ToolMissingException">docker is not on this machine.</exception>
    /// <exception cref="ToolException">The exit code was not 0, or the settings' time-out has passed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the process tree is gone.</exception>
    protected async Task<ToolOutput> RunAsync(TSettings settings, ToolRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();

        var lines = new OutputLines(run);
        var processSettings = lines.Settings(Variables(settings, run));
        using var process = Start(settings, run, processSettings);
        var commandLine = $"{GetToolName()} {processSettings.Arguments.RenderSafe()}";
        var exitCode = await WaitAsync(process, settings, run, lines, commandLine, cancellationToken);

        settings.PostAction?.Invoke(process);
        var output = lines.ToOutput(exitCode);
        if (exitCode != 0 && !run.AnyExitCode && settings.HandleExitCode?.Invoke(exitCode) != true)
            throw new ToolException(GetToolName(), commandLine, exitCode, output.StandardError);
        return output;
    }

    private TreeProcess Start(TSettings settings, ToolRun run, ProcessSettings processSettings)
    {
        try
        {
            return (TreeProcess)RunProcess(settings, ListArgument.Builder(run.Arguments), processSettings);
        }
        catch (CakeException missing)
        {
            throw new ToolMissingException(missing.Message, missing);
        }
    }

    private async Task<int> WaitAsync(
        TreeProcess process, TSettings settings, ToolRun run, OutputLines lines, string commandLine, CancellationToken cancellationToken)
    {
        if (settings.ToolTimeout is not { } timeout)
            return await process.WaitForExitAsync(run.WriteInput, cancellationToken);

        using var deadline = new CancellationTokenSource(timeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await process.WaitForExitAsync(run.WriteInput, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(GetToolName(), commandLine, timeout, lines.ToOutput(-1).StandardError);
        }
    }

    private Dictionary<string, string> Variables(TSettings settings, ToolRun run)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in (IEnumerable<IEnumerable<KeyValuePair<string, string>>?>)
            [Options.Config?.Environment, Options.Environment, GetEnvironmentVariables(settings), run.Environment])
            foreach (var (name, value) in source ?? [])
                variables[name] = value;
        return variables;
    }
}
