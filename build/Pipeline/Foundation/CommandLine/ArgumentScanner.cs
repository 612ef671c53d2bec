namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>Splits raw arguments into options and values, and notes what is neither. It knows nothing of targets.</summary>
internal sealed class ArgumentScanner(IReadOnlyList<string> arguments, List<string> errors)
{
    private readonly List<GivenOption> _found = [];
    private readonly HashSet<CommandOption> _mistaken = [];
    private int _next;

    /// <summary>In the order given.</summary>
    public IReadOnlyList<GivenOption> Found => _found;

    /// <summary>Whether a mistake was noted that may be about <paramref name="option"/>; that it is missing too would be no news.</summary>
    public bool IsMistaken(CommandOption option) => _mistaken.Contains(option);

    public void Scan()
    {
        while (_next < arguments.Count)
        {
            var argument = arguments[_next++];

            if (argument == "--")
                errors.Add("'--' has no meaning here: nothing is passed on to other programs");
            else if (argument.Length > 1 && argument[0] == '-')
                ReadOption(argument);
            else
                Positional(argument);
        }
    }

    private void ReadOption(string argument)
    {
        var separator = argument.IndexOfAny(['=', ':']);
        var name = separator < 0 ? argument : argument[..separator];
        var value = separator < 0 ? null : argument[(separator + 1)..];

        if (Options.Find(name) is not { } option)
            Unknown(name, hasValue: value is not null);
        else if (option.TakesValue)
            ReadValue(option, name, value);
        else
            ReadFlag(option, name, value);
    }

    private void ReadValue(CommandOption option, string name, string? value)
    {
        value ??= TakeWord();

        if (string.IsNullOrWhiteSpace(value))
            Mistake(option, $"'{name}' has no value; write '{option}=VALUE'");
        else if (option.Check?.Invoke(value) is { } problem)
            Mistake(option, $"{option}: {problem}");
        else
            _found.Add(new(option, value));
    }

    private void ReadFlag(CommandOption option, string name, string? value)
    {
        value ??= TakeWord() ?? bool.TrueString;

        if (bool.TryParse(value, out var isSet))
        {
            _found.Add(new(option, isSet ? bool.TrueString : bool.FalseString));
            return;
        }

        if (name != "-e")
        {
            errors.Add($"'{name}' takes no value, and '{value}' follows it");
            return;
        }

        Mistake(
            Options.Environment,
            $"'-e' means '{Options.Exclusive}' and takes no value; for the environment write '{Options.Environment}={value}'");
    }

    private void Unknown(string name, bool hasValue)
    {
        if (!hasValue)
            TakeWord();

        // One dash and several letters would be split into letters, -env into -e -n -v: what was meant has two dashes.
        var meant = name.StartsWith("--", StringComparison.Ordinal) ? name : $"-{name}";

        if (Suggestion.For(meant, Options.LongNames) is { } nearest)
            Mistake(Options.Find(nearest)!, $"unknown option '{name}'; did you mean '{nearest}'?");
        else
            errors.Add($"unknown option '{name}'; there are {string.Join(", ", Options.All)}");
    }

    private void Positional(string argument)
    {
        if (argument.Length == 0)
        {
            errors.Add("an argument is empty; a variable that is not set, perhaps");
            return;
        }

        Mistake(
            Options.Target,
            $"'{argument}' belongs to no option; write '{Options.Target}={argument}' for a target, "
                + $"'{Options.Environment}={argument}' for an environment");
        _mistaken.Add(Options.Environment);
    }

    private void Mistake(CommandOption option, string message)
    {
        errors.Add(message);
        _mistaken.Add(option);
    }

    /// <summary>The next argument, when it is not an option: what Frosting would take for the value.</summary>
    private string? TakeWord() =>
        _next < arguments.Count && !arguments[_next].StartsWith('-') ? arguments[_next++] : null;
}
