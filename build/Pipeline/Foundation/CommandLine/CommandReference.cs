using System.Text;

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>All targets and options, as Markdown for <c>docs/commands.md</c>.</summary>
public static class CommandReference
{
    private const string Introduction =
        """
        # Targets and options

            ./build.sh --target=NAME [--env=NAME] [OPTION]…

        On Windows the script is `build.ps1`, in PowerShell 7. This page is generated from the declarations that the command line is checked
        against. A misspelt option, target, environment or key is an error that suggests the right name.


        """;

    /// <summary>The options that Frosting declares, whose help texts are its own.</summary>
    private static readonly Dictionary<string, string> HostOptions = new()
    {
        [OptionNames.Target] = "The target to run",
        [OptionNames.WorkingDirectory] = "The application's folder, when build.sh is in another one. State, artifacts and reports are written there",
        [OptionNames.Verbosity] = "quiet, minimal, normal (default), verbose or diagnostic",
        [OptionNames.Description] = "List all tasks with their descriptions",
        [OptionNames.Tree] = "Show all tasks with the tasks that they depend on",
        [OptionNames.DryRun] = "List the tasks that would run, and run none",
        [OptionNames.Exclusive] = "Run the target without the tasks that it depends on",
        [OptionNames.Version] = "Print the version",
        [OptionNames.Info] = "Print the version and what it is built on",
        [OptionNames.Help] = "Print the help",
    };

    /// <param name="dependenciesOf">The names of the targets that run directly before the one that is named.</param>
    public static string Render(IReadOnlyList<Target> targets, Func<string, IReadOnlyList<string>> dependenciesOf)
    {
        var earlier = targets.ToDictionary(target => target.Name, target => Earlier(target.Name, dependenciesOf));
        var chained = earlier.Values.SelectMany(names => names).ToHashSet();
        chained.UnionWith(earlier.Where(entry => entry.Value.Count > 0).Select(entry => entry.Key));
        var pipeline = targets.Where(target => chained.Contains(target.Name)).OrderBy(target => earlier[target.Name].Count).ToList();
        var others = targets.Where(target => !chained.Contains(target.Name)).OrderBy(target => target.Name, StringComparer.Ordinal);

        var text = new StringBuilder(Introduction);
        text.Append("## The pipeline\n\n").Append($"    {string.Join(" → ", pipeline.Select(target => target.Name))}\n\n");
        text.Append("Each target runs those before it first, unless `--exclusive` is given. [The pipeline](pipeline.md) describes each of them.\n\n");
        AppendTargets(text, pipeline);
        AppendTargets(text.Append("\n## Other targets\n\n"), others);
        AppendOptions(text, targets);
        return text.ToString();
    }

    private static HashSet<string> Earlier(string target, Func<string, IReadOnlyList<string>> dependenciesOf) =>
        [.. dependenciesOf(target).SelectMany(name => Earlier(name, dependenciesOf).Append(name))];

    private static void AppendTargets(StringBuilder text, IEnumerable<Target> targets)
    {
        text.Append("| target | what it does | `--env` | its own options |\n|---|---|---|---|\n");

        foreach (var target in targets)
        {
            var options = target.Options.Select(option => FormOf(target, option));
            text.Append($"| {target.Name} | {target.Description} | {(target.NeedsEnvironment ? "required" : "")} | {string.Join(", ", options)} |\n");
        }
    }

    private static string FormOf(Target target, string option)
    {
        var value = option == OptionNames.Output && target.Formats.Count > 0 ? $"={string.Join('|', target.Formats)}" : "";

        return $"`{option}{value}`{(target.Requires.Contains(option) ? " (required)" : "")}";
    }

    private static void AppendOptions(StringBuilder text, IReadOnlyList<Target> targets)
    {
        var particular = Options.All.ToLookup(option => targets.Any(target => target.Options.Contains(option.Name)));
        text.Append("\n## Options of all targets\n\n| option | meaning | also written |\n|---|---|---|\n");

        foreach (var option in particular[false])
            text.Append($"| {NameOf(option)} | {MeaningOf(option)} | {string.Join(", ", option.Names.Skip(1).Select(name => $"`{name}`"))} |\n");

        text.Append("\n## Options of particular targets\n\n| option | targets | meaning |\n|---|---|---|\n");

        foreach (var option in particular[true])
        {
            var takers = targets.Where(target => target.Options.Contains(option.Name)).Select(target => target.Name).Order(StringComparer.Ordinal);
            text.Append($"| {NameOf(option)} | {string.Join(", ", takers)} | {MeaningOf(option)} |\n");
        }
    }

    private static string NameOf(Option option) => $"`{option.Name}{(option.TakesValue ? "=VALUE" : "")}`";

    private static string MeaningOf(Option option) => option.Help ?? HostOptions[option.Name];
}
