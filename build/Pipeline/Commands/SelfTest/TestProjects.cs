using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>Slipway's own test projects, and those among them that the command line asks for.</summary>
public sealed class TestProjects(Invocation invocation, Paths paths)
{
    /// <summary>Those that take longest are started first; the others follow by name.</summary>
    private static readonly string[] Longest = ["Rehearsal.Tests", "LocalAws.Tests", "Pipeline.Tests", "Ecs.Tests", "Docker.Tests"];

    private readonly IReadOnlyList<string> _names =
        [.. invocation.All(Options.Project).SelectMany(value => value!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Whether a part of the projects is to run.</summary>
    public bool IsPartial => _names.Count > 0;

    /// <summary>Checks what can be checked before anything is installed or built.</summary>
    /// <exception cref="RunFailedException">A project does not exist, or the tests cannot run as this process was started.</exception>
    public void Check()
    {
        Selected();
        if (IgnoredInterrupt.IsSet())
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                "SIGINT is ignored here, as in a background job of a script ('command &' or '( command & )'), and everything that the tests start would ignore it too, "
                    + "so that the tests of Ctrl-C would hang. Start the tests in the foreground, or let the shell use job control ('set -m').");
    }

    /// <summary>Project files, in the order in which they are started.</summary>
    /// <exception cref="RunFailedException">A project does not exist.</exception>
    public IReadOnlyList<string> Selected()
    {
        var folder = Path.Combine(paths.Slipway, "tests");
        var all = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.Tests.csproj", SearchOption.AllDirectories) : []).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        if (all.Count == 0)
            throw new RunFailedException(ExitCodes.Configuration, $"There are no tests of Slipway in '{folder}': the target Test is for Slipway's own sources. An application's tests are the command 'test' of its slipway.yml, which Deploy runs.");
        var unknown = _names.Where(name => !all.ContainsKey(name)).Distinct().ToList();
        if (unknown.Count > 0)
            throw new RunFailedException(
                ExitCodes.Configuration,
                string.Join('\n', unknown.Select(name => $"{Options.Project}: there is no test project '{name}'{Suggestion.Phrase(name, [.. all.Keys.Order(StringComparer.Ordinal)])}")));
        var names = IsPartial ? _names.Select(name => NameOf(all[name])).Distinct() : all.Keys;
        return [.. names.OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).Select(name => all[name])];
    }

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static int Rank(string name)
    {
        var place = Array.IndexOf(Longest, name);
        return place < 0 ? Longest.Length : place;
    }
}
