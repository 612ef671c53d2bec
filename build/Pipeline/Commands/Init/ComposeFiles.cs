using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>The Compose files of an application, in Compose's order: a later one overrides those before it.</summary>
/// <param name="Names">Relative to the application's folder.</param>
/// <param name="Override">The file among them that Compose lays over the first without being told to; null when they were named, or there is none.</param>
internal sealed record ComposeFiles(IReadOnlyList<string> Names, string? Override)
{
    private const string FilesVariable = "COMPOSE_FILE";
    private const string SeparatorVariable = "COMPOSE_PATH_SEPARATOR";

    /// <summary>In the order in which Compose looks for them.</summary>
    private static readonly string[] Default = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    private static readonly string[] Overrides = ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <summary>
    /// Those that the caller names, else those of the settings, which the pipeline reads too, else those of Compose's own variable in the environment or in
    /// <c>.env</c>, else those that Compose finds by their names.
    /// </summary>
    /// <param name="named">What the command line says; empty when it says nothing.</param>
    /// <param name="settings">Where the settings are, or will be.</param>
    /// <exception cref="RunFailedException">There is no such file, or it is elsewhere; exit code 2.</exception>
    public static ComposeFiles Find(string directory, IReadOnlyList<string> named, string settings, IReadOnlyDictionary<string, string> variables)
    {
        if (named.Count > 0) return Named(directory, named, Options.Compose.Name);
        if (OfSettings(settings) is { Count: > 0 } configured) return Named(directory, configured, $"'compose.files' in {Path.GetFileName(settings)}");
        if (OfVariable(directory, variables) is { Length: > 0 } set) return Named(directory, set, FilesVariable);
        var file = Default.FirstOrDefault(name => File.Exists(Path.Combine(directory, name)))
            ?? throw new RunFailedException(
                ExitCodes.Configuration,
                $"There is no Compose file in {directory} ({string.Join(", ", Default)}). Go to the folder that has it, name the folder with {Options.WorkingDirectory}=DIR, or the files with {Options.Compose}=FILE,FILE.");
        return Overrides.FirstOrDefault(name => File.Exists(Path.Combine(directory, name))) is { } over ? new([file, over], over) : new([file], Override: null);
    }

    private static ComposeFiles Named(string directory, IReadOnlyList<string> names, string source)
    {
        IReadOnlyList<string> plain = [.. names.Select(name => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name)];
        foreach (var name in plain)
        {
            if (ValueRules.RepositoryPath(name) is { } problem) throw new RunFailedException(ExitCodes.Configuration, $"{source}: {problem}.");
            if (!File.Exists(Path.Combine(directory, name)))
                throw new RunFailedException(ExitCodes.Configuration, $"{source}: there is no Compose file '{name}' in {directory}. Correct the name; it is relative to that folder.");
        }

        return new(plain, Override: null);
    }

    /// <summary>The settings may be half-written; here nothing else of them matters.</summary>
    private static IReadOnlyList<string> OfSettings(string settings)
    {
        if (!File.Exists(settings)) return [];
        var root = YamlReader.Read(File.ReadAllText(settings), settings, _ => { }) as MappingNode;
        var files = ((root?.Find("compose")?.Value as MappingNode)?.Find("files")?.Value as SequenceNode)?.Items;
        return [.. (files ?? []).OfType<ScalarNode>().Select(file => file.Text)];
    }

    private static string[] OfVariable(string directory, IReadOnlyDictionary<string, string> variables)
    {
        var file = VariableFile.Read(Path.Combine(directory, VariableFile.Name));
        var names = variables.GetValueOrDefault(FilesVariable) ?? file.GetValueOrDefault(FilesVariable) ?? "";
        var separator = variables.GetValueOrDefault(SeparatorVariable) ?? file.GetValueOrDefault(SeparatorVariable) ?? Path.PathSeparator.ToString();
        return names.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
