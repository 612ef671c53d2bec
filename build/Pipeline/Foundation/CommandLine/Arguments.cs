namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>
/// Checks the raw command line before Frosting reads it. Frosting takes an option that it does not know for an argument of the script
/// and says nothing; here it is a mistake, and all mistakes are told at once.
/// </summary>
public sealed class Arguments
{
    internal const string DefaultConfigFile = "slipway.yml";

    private readonly List<string> _errors = [];
    private readonly ArgumentScanner _scanner;
    private readonly IReadOnlyList<Target> _targets;
    private bool _showsTargets;

    private Arguments(IReadOnlyList<string> arguments, IReadOnlyList<Target> targets)
    {
        _targets = targets;
        _scanner = new(arguments, _errors);
        _scanner.Scan();
    }

    /// <summary>Reads the command line. Every form that is accepted here means the same to Frosting.</summary>
    /// <exception cref="CommandLineException">With all mistakes.</exception>
    public static Invocation Parse(IReadOnlyList<string> arguments, IReadOnlyList<Target> targets) =>
        new Arguments(arguments, targets).Read();

    private Invocation Read()
    {
        var isHelp = IsSet(OptionNames.Help) || IsSet(OptionNames.Version) || IsSet(OptionNames.Info);
        var isDryRun = IsSet(OptionNames.DryRun) && !isHelp;
        var isListing = (IsSet(OptionNames.Tree) || IsSet(OptionNames.Description)) && !isDryRun;

        NoteContradictions();
        var invocation = new Invocation(
            [.. Targets()],
            Last(OptionNames.Environment),
            Last(OptionNames.BuildNumber),
            Last(OptionNames.Config) ?? DefaultConfigFile,
            Last(OptionNames.WorkingDirectory),
            isDryRun,
            IsInformational: isHelp || isListing,
            IsHelp: IsSet(OptionNames.Help),
            IsSet(OptionNames.Exclusive) || Last(OptionNames.Release) is not null,
            IsSet(OptionNames.Force),
            Last(OptionNames.Output))
        {
            LaunchType = Last(OptionNames.LaunchType),
            FromService = Last(OptionNames.FromService),
            From = Last(OptionNames.From),
            Release = Last(OptionNames.Release),
            LockWait = Duration.Parse(Last(OptionNames.LockWait) ?? "")?.Time ?? TimeSpan.Zero,
            Timeout = Last(OptionNames.Timeout) is { } timeout ? Duration.Parse(timeout)!.Time : null,
            To = Last(OptionNames.To),
            NoWait = IsSet(OptionNames.NoWait),
            NoRollback = IsSet(OptionNames.NoRollback),
            UntilTerminated = Last(OptionNames.WaitUntil) == "terminated",
            Since = Duration.Parse(Last(OptionNames.Since) ?? Invocation.DefaultSince)!.Time,
            Follow = IsSet(OptionNames.Follow),
            Command = Last(OptionNames.Command) is { } command ? CommandWords.Split(command).Words : [],
            Container = Last(OptionNames.Container),
            Projects = [.. Values(OptionNames.Project).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Filter = Last(OptionNames.Filter),
            Soak = IsSet(OptionNames.Soak),
        };

        if (!invocation.IsInformational)
        {
            NoteMissing(invocation);
            NoteMisplaced(invocation);
        }

        if (_errors.Count == 0)
            return invocation with { AnswersInJson = Asked(invocation).Any(target => target.Formats.Contains(invocation.Output)) };

        throw new CommandLineException(string.Join('\n', _showsTargets ? _errors.Concat(TargetList()) : _errors));
    }

    private IEnumerable<string> Values(string option) =>
        _scanner.Found.Where(found => found.Option.Name == option).Select(found => found.Value);

    private string? Last(string option) => Values(option).LastOrDefault();

    private bool IsSet(string option) => Last(option) == bool.TrueString;

    private List<string> Targets()
    {
        List<string> names = [];

        foreach (var value in Values(OptionNames.Target).Distinct())
        {
            if (_targets.FirstOrDefault(target => target.Name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } target)
            {
                names.Add(target.Name);
                continue;
            }

            var nearest = Suggestion.For(value, _targets.Select(target => target.Name));
            _errors.Add(nearest is null ? $"unknown target '{value}'" : $"unknown target '{value}'; did you mean '{nearest}'?");
            _showsTargets = true;
        }

        return [.. names.Distinct()];
    }

    private void NoteContradictions()
    {
        foreach (var option in _scanner.Found.Where(found => found.Option.Name is not (OptionNames.Target or OptionNames.Project)).GroupBy(found => found.Option.Name))
        {
            var values = option.Select(found => $"'{found.Value}'").Distinct().ToList();

            if (values.Count > 1)
                _errors.Add($"'{option.Key}' is given {values.Count} times, as {string.Join(" and ", values)}; give it once");
        }
    }

    private void NoteMissing(Invocation invocation)
    {
        if (!Values(OptionNames.Target).Any() && !_scanner.IsMistaken(OptionNames.Target))
        {
            _errors.Add($"no target is given; write '{OptionNames.Target}=NAME'");
            _showsTargets = true;
        }

        foreach (var target in Asked(invocation))
        {
            foreach (var option in target.Requires.Where(option => !Values(option).Any() && !_scanner.IsMistaken(option)))
                _errors.Add($"target '{target.Name}' needs '{option}'; write '{option}=VALUE'");
        }

        var needsEnvironment = _targets.FirstOrDefault(target => target.NeedsEnvironment && invocation.Targets.Contains(target.Name));

        if (needsEnvironment is not null && invocation.Environment is null && !_scanner.IsMistaken(OptionNames.Environment))
        {
            _errors.Add(
                $"target '{needsEnvironment.Name}' needs an environment; write '{OptionNames.Environment}=NAME' "
                    + $"with a name that is listed under 'environments' in {invocation.ConfigFile}");
        }
    }

    private IEnumerable<Target> Asked(Invocation invocation) => _targets.Where(target => invocation.Targets.Contains(target.Name));

    private void NoteMisplaced(Invocation invocation)
    {
        foreach (var target in Asked(invocation).Where(target => target.Formats.Count > 0 && invocation.Output is { } output && !target.Formats.Contains(output)))
            _errors.Add($"{OptionNames.Output}: '{invocation.Output}' is no form that target {target.Name} answers in; write '{string.Join("' or '", target.Formats.Select(format => $"{OptionNames.Output}={format}"))}', or leave it out for text");

        foreach (var option in _scanner.Found.Select(found => found.Option.Name).Distinct())
        {
            var targets = _targets.Where(target => target.Options.Contains(option)).Select(target => target.Name).ToList();
            if (targets.Count > 0 && invocation.Targets.Count > 0 && !targets.Exists(invocation.Targets.Contains))
                _errors.Add($"'{option}' means something to target {string.Join(", ", targets)} only, not to {string.Join(", ", invocation.Targets)}");
        }
    }

    private IEnumerable<string> TargetList()
    {
        var width = _targets.Max(target => target.Name.Length);

        return _targets.Select(target => $"  {target.Name.PadRight(width)}  {target.Description}").Prepend("Targets:");
    }
}
