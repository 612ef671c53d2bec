using Cake.Core.Diagnostics;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>
/// A command line of nothing but <c>--name</c> and <c>--name=value</c>, which needs no parser. Spectre's costs 27 of a dry run's
/// 95 ms of processor time, so it gets the other lines only, help and mistakes included. Both read a plain line alike.
/// </summary>
internal sealed class PlainCommandLine : IRemainingArguments
{
    private readonly List<string> _targets = [];
    private readonly List<(string Name, string? Value)> _unknown = [];

    private PlainCommandLine()
    {
    }

    public DefaultCommandSettings Settings { get; } = new() { Verbosity = Verbosity.Normal };

    public ILookup<string, string?> Parsed => _unknown.ToLookup(option => option.Name, option => option.Value, StringComparer.Ordinal);

    public IReadOnlyList<string> Raw => [];

    /// <summary>Null when the line is not plain.</summary>
    public static PlainCommandLine? TryParse(string[] arguments)
    {
        var line = new PlainCommandLine();
        if (!Array.TrueForAll(arguments, line.TryAdd))
        {
            return null;
        }

        line.Settings.Targets = line._targets is [] ? ["Default"] : [.. line._targets];
        return line;
    }

    private static bool IsPlainName(string name) =>
        name is ['-', '-', var first, _, ..]
        && char.IsAsciiLetter(first)
        && Consists(name, of: "-_")
        && !name.StartsWith("--help", StringComparison.Ordinal);

    private static bool IsPlainValue(string value) => value is [not '-', ..] && Consists(value, of: "-_./@+,%~");

    // A loop, because what .NET has for this is compiled at run time, which takes longer than all else here.
    private static bool Consists(string text, string of)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !of.Contains(character, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAdd(string argument) => argument.Split('=', 2) switch
    {
        [var name] => IsPlainName(name) && TryAdd(name, value: null),
        [var name, var value] => IsPlainName(name) && IsPlainValue(value) && TryAdd(name, value),
        _ => false,
    };

    // A value that is missing, not expected or not understood is Spectre's to explain.
    private bool TryAdd(string name, string? value) => name switch
    {
        "--target" or "--Target" => value is not null && Add(_targets, value),
        "--working" => value is not null && (Settings.WorkingDirectory = value) is not null,
        "--verbosity" => value is not null && TrySetVerbosity(value),
        "--description" or "--descriptions" or "--showdescription" or "--showdescriptions" => value is null && (Settings.Description = true),
        "--tree" or "--showtree" => value is null && (Settings.Tree = true),
        "--dryrun" or "--noop" or "--whatif" => value is null && (Settings.DryRun = true),
        "--exclusive" => value is null && (Settings.Exclusive = true),
        "--version" or "--ver" => value is null && (Settings.Version = true),
        "--info" => value is null && (Settings.Info = true),
        _ => Add(_unknown, (name, value)),
    };

    private bool TrySetVerbosity(string value)
    {
        var known = VerbosityParser.TryParse(value, out var verbosity);
        Settings.Verbosity = verbosity;
        return known;
    }

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }
}
