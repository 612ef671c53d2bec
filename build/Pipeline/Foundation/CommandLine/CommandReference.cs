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
        AppendOptions(text);
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

    private static string FormOf(Target target, CommandOption option)
    {
        var value = option.Only.TryGetValue(target.Name, out var only) ? $"={only}" : "";

        return $"`{option}{value}`{(option.RequiredBy == target.Name ? " (required)" : "")}";
    }

    private static void AppendOptions(StringBuilder text)
    {
        var particular = Options.All.ToLookup(option => option.Targets.Count > 0);
        text.Append("\n## Options of all targets\n\n| option | meaning | also written |\n|---|---|---|\n");

        foreach (var option in particular[false])
            text.Append($"| {NameOf(option)} | {option.Help} | {string.Join(", ", option.Names.Skip(1).Select(name => $"`{name}`"))} |\n");

        text.Append("\n## Options of particular targets\n\n| option | targets | meaning |\n|---|---|---|\n");

        foreach (var option in particular[true])
            text.Append($"| {NameOf(option)} | {string.Join(", ", option.Targets)} | {option.Help} |\n");
    }

    private static string NameOf(CommandOption option) => $"`{option}{(option.TakesValue ? "=VALUE" : "")}`";
}
