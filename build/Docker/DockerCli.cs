using System.Text.Json.Nodes;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Slipway.Docker.Processes;

namespace Slipway.Docker;

/// <summary>
/// The docker command line as methods. All of them throw <see cref="ToolException"/> when docker fails, <see cref="ToolMissingException"/> when docker is
/// not installed, and <see cref="OperationCanceledException"/> once the process tree of a cancelled command is gone.
/// </summary>
public sealed partial class DockerCli
{
    private static readonly DockerSettings NoSettings = new();

    private readonly DockerRunner _runner;
    private readonly DockerCliOptions _options;
    private readonly DockerRetry _retry;

    public DockerCli(DockerRunner runner, DockerCliOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _runner = runner;
        _options = options;
        _retry = new(options.Time, options.Progress);
    }

    /// <summary>For programs without a Cake host.</summary>
    public static DockerCli Create(DockerCliOptions options, ICakeLog? log = null)
    {
        var environment = new CakeEnvironment(new CakePlatform(), new CakeRuntime());
        var tools = new ToolLocator(environment, new ToolRepository(environment), new PathLookup(environment));
        return new(new DockerRunner(new FileSystem(), environment, new ProcessTreeRunner(log), tools, options), options);
    }

    /// <summary>With the file system, environment, tools and log of a Cake host.</summary>
    public static DockerCli Create(ICakeContext context, DockerCliOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(new DockerRunner(context.FileSystem, context.Environment, new ProcessTreeRunner(context.Log), context.Tools, options), options);
    }

    /// <summary>Runs docker with any arguments; for what has no method here.</summary>
    public Task<ToolOutput> RunAsync(DockerSettings settings, ToolRun run, CancellationToken cancellationToken) =>
        _runner.RunAsync(settings, run, cancellationToken);

    /// <param name="registry">A host; null: Docker Hub.</param>
    /// <param name="password">Goes by standard input.</param>
    public async Task LoginAsync(string? registry, string user, string password, CancellationToken cancellationToken)
    {
        if (registry is not null)
            _options.Config?.ForgetCredentialHelper(registry);
        await _retry.RunAsync(
            $"Login to {registry ?? "Docker Hub"}",
            () => _runner.RunAsync(NoSettings, new(DockerArguments.Login(registry, user)) { StandardInput = password }, cancellationToken),
            cancellationToken);
    }

    /// <returns>Null when the engine does not answer.</returns>
    public async Task<DockerVersions?> VersionAsync(CancellationToken cancellationToken)
    {
        var output = await _runner.RunAsync(NoSettings, new(DockerArguments.Version()) { AnyExitCode = true }, cancellationToken);
        var versions = output.Text.StartsWith('{') ? JsonNode.Parse(output.Text) : null;
        return (string?)versions?["Server"]?["Version"] is { Length: > 0 } server
            ? new((string?)versions["Client"]?["Version"] ?? "", server)
            : null;
    }

    /// <summary>
    /// docker's own description of engine and client (<c>docker info</c>); where the engine does not answer, the client's with <c>ServerErrors</c>.
    /// </summary>
    public async Task<JsonObject> InfoAsync(CancellationToken cancellationToken)
    {
        var output = await _runner.RunAsync(NoSettings, new(DockerArguments.Info()) { AnyExitCode = true }, cancellationToken);
        var info = output.Text.StartsWith('{') ? JsonNode.Parse(output.Text)!.AsObject() : [];

        // Docker 23 and later report an unreachable engine on standard error only, some of them with exit code 0.
        if ((string?)info["ServerVersion"] is null or "" && info["ServerErrors"] is not JsonArray { Count: > 0 })
            info["ServerErrors"] = new JsonArray([.. output.StandardError]);
        return info;
    }

    private async Task<ToolOutput> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await _runner.RunAsync(NoSettings, new(arguments), cancellationToken);

    // True when done, false when there was nothing of that name.
    private async Task<bool> RemoveAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var output = await RunAsync(arguments, cancellationToken);
            return !output.StandardError.Any(IsNotFound);
        }
        catch (ToolException exception) when (exception.StandardError.Any(IsNotFound))
        {
            return false;
        }
    }

    // "No such container: x", "No such image: x", "network x not found", "get x: no such volume"
    private static bool IsNotFound(string line) =>
        line.Contains("No such", StringComparison.OrdinalIgnoreCase) || line.EndsWith("not found", StringComparison.Ordinal);
}
