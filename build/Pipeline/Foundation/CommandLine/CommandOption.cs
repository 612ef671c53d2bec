namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>An option of the command line: all that is known of it, in one place. It prints as its name, for messages.</summary>
public abstract class CommandOption(IReadOnlyList<string> names)
{
    /// <summary>The main name, then the aliases; long ones with two dashes, one-letter ones with one.</summary>
    public IReadOnlyList<string> Names => names;

    public string Name => names[0];

    /// <summary>A flag takes none, or <c>true</c> or <c>false</c>.</summary>
    public virtual bool TakesValue => true;

    public required string Help { get; init; }

    /// <summary>Frosting reads it and prints its help; the others are arguments of the script to it.</summary>
    public bool IsOfHost { get; init; }

    /// <summary>Given several times, each value counts; of others only one may be given.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The targets that it means something to; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The target that cannot do without it.</summary>
    public string? RequiredBy { get; init; }

    /// <summary>Those that it stands for, so that they are neither needed beside it nor taken.</summary>
    public IReadOnlyList<CommandOption> InPlaceOf { get; init; } = [];

    /// <summary>Those of <see cref="Targets"/> that take one value only, and which.</summary>
    public IReadOnlyDictionary<string, string> Only { get; init; } = new Dictionary<string, string>();

    /// <summary>What it can be, where that is a short list; for completion.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Answers with the problem of a value, or null; null when any value will do.</summary>
    public Func<string, string?>? Check { get; init; }

    public sealed override string ToString() => Name;
}

/// <param name="parse">Is given what <see cref="CommandOption.Check"/> has found valid.</param>
/// <param name="absent">What holds when the option is not given.</param>
public class CommandOption<T>(IReadOnlyList<string> names, Func<string, T> parse, T absent) : CommandOption(names)
{
    internal T Parse(string value) => parse(value);

    internal T Absent => absent;
}

/// <summary>An option that is given or not.</summary>
public sealed class Flag(params string[] names) : CommandOption<bool>(names, bool.Parse, absent: false)
{
    public override bool TakesValue => false;
}

/// <summary>An option whose value is used as it is given; null when it is not.</summary>
public sealed class TextOption(params string[] names) : CommandOption<string?>(names, text => text, absent: null);
