using Slipway.Docker;
using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Has Compose itself read an application's files; no engine is needed for that.</summary>
/// <param name="variables">The environment of this process, which Compose runs in too.</param>
internal sealed class ComposeReader(DockerCli docker, string directory, IReadOnlyDictionary<string, string> variables)
{
    private const int InvalidModel = 15;

    /// <exception cref="RunFailedException">There is no Compose, exit code 3; or Compose does not accept the files, or variables are missing, exit code 2.</exception>
    public async Task<ComposeReading> ReadAsync(ComposeFiles files, CancellationToken cancellation)
    {
        await RequireComposeAsync(cancellation);
        var read = await RunAsync(files, ["config", "--format", "json"], cancellation);
        var blank = MissingVariables.Blank(read.StandardError);
        if (blank.Count > 0 && MissingVariables.Advice(blank, directory, []) is { } advice)
            throw new RunFailedException(ExitCodes.Configuration, $"{Names(files)} cannot be used yet. {advice}");
        var compose = Read(read, isInterpolated: true);
        var all = await RunAsync(files, ["--profile", "*", "config", "--services"], cancellation);
        var known = compose.Services.Select(service => service.Name).ToHashSet();
        return new(files.Names, files.Override, compose, await ReadWrittenAsync(files, cancellation), [.. all.StandardOutput.Where(name => name.Length > 0 && !known.Contains(name)).Order(StringComparer.Ordinal)], blank);
    }

    /// <summary>An aid only: what Compose accepts with its variables it does not always accept without.</summary>
    private async Task<ComposeDocument?> ReadWrittenAsync(ComposeFiles files, CancellationToken cancellation)
    {
        try
        {
            return Read(await docker.RunAsync(new DockerSettings(), new(Arguments(files, ["config", "--no-interpolate", "--format", "json"])), cancellation), isInterpolated: false);
        }
        catch (ToolException)
        {
            return WrittenCompose.Read(Texts(files));
        }
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
        catch (ToolMissingException)
        {
            // Cake's way to say that there is no such program.
            throw new RunFailedException(ExitCodes.Prerequisite, $"The docker command is not on PATH. {Remedy}");
        }
    }

    private async Task<ToolOutput> RunAsync(ComposeFiles files, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        try
        {
            return await docker.RunAsync(new DockerSettings(), new(Arguments(files, command)), cancellation);
        }
        catch (ToolException refused)
        {
            var what = refused.ProcessExitCode == InvalidModel ? "is not valid" : "cannot be read";
            var missing = MissingVariables.Of(Texts(files), variables, directory);
            var advice = MissingVariables.Advice(missing, directory, refused.StandardError);
            throw new RunFailedException(ExitCodes.Configuration, $"{Names(files)} {what}; Compose says:\n{string.Join('\n', refused.StandardError)}{(advice is null ? "" : $"\n{advice}")}");
        }
    }

    private string[] Arguments(ComposeFiles files, IReadOnlyList<string> command) =>
        ["compose", .. files.Names.SelectMany(name => new[] { "--file", Path.Combine(directory, name) }), "--project-directory", directory, .. command];

    private IEnumerable<string> Texts(ComposeFiles files) => files.Names.Select(name => File.ReadAllText(Path.Combine(directory, name)));

    private static string Names(ComposeFiles files) => string.Join(", ", files.Names);
}
