using Cake.Core;
using Slipway.Docker;
using Slipway.Docker.Compose;
using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Finds the Compose file of a folder and has Compose itself read it; no engine is needed for that.</summary>
internal sealed class ComposeReader(DockerCli docker, string directory)
{
    private const int InvalidModel = 15;

    /// <summary>In the order in which Compose looks for them.</summary>
    private static readonly string[] Names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    private static readonly string[] OverrideNames = ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <exception cref="RunFailedException">There is no Compose, exit code 3; or no file, or none that Compose accepts, exit code 2.</exception>
    public async Task<ComposeReading> ReadAsync(CancellationToken cancellation)
    {
        var file = Names.FirstOrDefault(name => File.Exists(Path.Combine(directory, name)))
            ?? throw new RunFailedException(ExitCodes.Configuration, $"There is no Compose file in {directory} ({string.Join(", ", Names)}). Go to the folder that has it, or name the folder with --working=DIR.");
        await RequireComposeAsync(cancellation);
        var project = new ComposeProject { Files = [Path.Combine(directory, file)], Directory = directory };
        var compose = Read(await RunAsync(file, ["config", "--format", "json"], project, cancellation), isInterpolated: true);
        var written = Read(await RunAsync(file, ["config", "--no-interpolate", "--format", "json"], project, cancellation), isInterpolated: false);
        var all = await RunAsync(file, ["config", "--services"], project with { Profiles = ["*"] }, cancellation);
        var known = compose.Services.Select(service => service.Name).ToHashSet();
        return new([file], compose, written, [.. all.StandardOutput.Where(name => name.Length > 0 && !known.Contains(name))], [.. OverrideNames.Where(name => File.Exists(Path.Combine(directory, name)))]);
    }

    private static ComposeDocument Read(ToolOutput output, bool isInterpolated) =>
        ComposeDocument.TryRead(output.Text, isInterpolated, out var document, out var problem)
            ? document
            : throw new RunFailedException(ExitCodes.Configuration, $"The Compose application cannot be used: {problem}.");

    private async Task RequireComposeAsync(CancellationToken cancellation)
    {
        const string Remedy = "Init has Compose read the Compose file; install Docker with the Compose plugin (https://docs.docker.com/compose/install/). No engine has to run.";
        try
        {
            var version = await docker.RunAsync(new DockerSettings(), new(["compose", "version", "--short"]) { AnyExitCode = true }, cancellation);
            if (version.ExitCode != 0) throw new RunFailedException(ExitCodes.Prerequisite, $"The plugin 'docker compose' is missing. {Remedy}");
        }
        catch (CakeException)
        {
            // Cake's way to say that there is no such program.
            throw new RunFailedException(ExitCodes.Prerequisite, $"The docker command is not on PATH. {Remedy}");
        }
    }

    private async Task<ToolOutput> RunAsync(string file, IReadOnlyList<string> command, ComposeProject project, CancellationToken cancellation)
    {
        try
        {
            string[] arguments = ["compose", "--file", project.Files[0], "--project-directory", directory, .. project.Profiles.SelectMany(profile => new[] { "--profile", profile }), .. command];
            return await docker.RunAsync(new DockerSettings(), new(arguments), cancellation);
        }
        catch (ToolException refused)
        {
            var what = refused.ProcessExitCode == InvalidModel ? "is not valid" : "cannot be read";
            throw new RunFailedException(ExitCodes.Configuration, $"{file} {what}; Compose says:\n{string.Join('\n', refused.StandardError)}");
        }
    }
}
