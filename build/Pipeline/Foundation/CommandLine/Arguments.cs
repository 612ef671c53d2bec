namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>
/// Checks the raw command line before Frosting reads it. Frosting takes an option that it does not know for an argument of the script
/// and says nothing; here it is a mistake, and all mistakes are told at once.
/// </summary>
public sealed class Arguments
{
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
        NoteContradictions();
        var invocation = new Invocation(_scanner.Found, Targets());

        if (!invocation.IsInformational)
        {
            NoteMissing(invocation);
            NoteMisplaced(invocation);
        }

        if (_errors.Count == 0)
            return invocation;

        throw new CommandLineException(string.Join('\n', _showsTargets ? _errors.Concat(TargetList()) : _errors));
    }

    private bool IsGiven(CommandOption option) => _scanner.Found.Any(found => found.Option == option);

    private List<string> Targets()
    {
        List<string> names = [];

        foreach (var value in _scanner.Found.Where(found => found.Option == Options.Target).Select(found => found.Value).Distinct())
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
        foreach (var option in _scanner.Found.Where(found => !found.Option.IsRepeatable).GroupBy(found => found.Option))
        {
            var values = option.Select(found => $"'{found.Value}'").Distinct().ToList();

            if (values.Count > 1)
                _errors.Add($"'{option.Key}' is given {values.Count} times, as {string.Join(" and ", values)}; give it once");
        }
    }

    private void NoteMissing(Invocation invocation)
    {
        if (!IsGiven(Options.Target) && !_scanner.IsMistaken(Options.Target))
        {
            _errors.Add($"no target is given; write '{Options.Target}=NAME'");
            _showsTargets = true;
        }

        foreach (var target in Asked(invocation))
        {
            foreach (var option in target.Options.Where(option => option.RequiredBy == target.Name && !IsGiven(option) && !_scanner.IsMistaken(option) && !_scanner.Found.Any(found => found.Option.InPlaceOf.Contains(option))))
                _errors.Add($"target '{target.Name}' needs '{option}'; write '{option}=VALUE'");
        }

        var needsEnvironment = _targets.FirstOrDefault(target => target.NeedsEnvironment && invocation.Targets.Contains(target.Name));

        if (needsEnvironment is not null && !IsGiven(Options.Environment) && !_scanner.IsMistaken(Options.Environment))
        {
            _errors.Add(
                $"target '{needsEnvironment.Name}' needs an environment; write '{Options.Environment}=NAME' "
                    + $"with a name that is listed under 'environments' in {invocation.Get(Options.Config)}");
        }
    }

    private IEnumerable<Target> Asked(Invocation invocation) => _targets.Where(target => invocation.Targets.Contains(target.Name));

    private void NoteMisplaced(Invocation invocation)
    {
        foreach (var option in _scanner.Found.Select(found => found.Option).Distinct())
        {
            foreach (var other in option.InPlaceOf.Where(IsGiven)) _errors.Add($"'{option}' has a command of its own: leave '{other}' out");
        }

        foreach (var (option, value) in _scanner.Found)
        {
            foreach (var target in Asked(invocation).Where(target => option.Only.TryGetValue(target.Name, out var only) && only != value))
                _errors.Add($"{option}: target {target.Name} cannot write '{value}'; use '{option}={option.Only[target.Name]}', or leave it out for text");
        }

        foreach (var option in _scanner.Found.Select(found => found.Option).Distinct().Where(option => option.Targets.Count > 0))
        {
            if (invocation.Targets.Count > 0 && !option.Targets.Any(invocation.Targets.Contains))
                _errors.Add($"'{option}' means something to target {string.Join(", ", option.Targets)} only, not to {string.Join(", ", invocation.Targets)}");
        }
    }

    private IEnumerable<string> TargetList()
    {
        var width = _targets.Max(target => target.Name.Length);

        return _targets.Select(target => $"  {target.Name.PadRight(width)}  {target.Description}").Prepend("Targets:");
    }
}
