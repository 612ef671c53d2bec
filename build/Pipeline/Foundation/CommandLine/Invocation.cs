namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>A command line that was found valid.</summary>
public sealed class Invocation
{
    private readonly IReadOnlyList<GivenOption> _given;

    internal Invocation(IReadOnlyList<GivenOption> given, IReadOnlyList<string> targets)
    {
        _given = given;
        Targets = targets;
    }

    /// <summary>In the order given, spelt as the tasks are; empty only when <see cref="IsInformational"/>.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Tasks are listed, not run. Wins over tree and description, as in Frosting.</summary>
    public bool IsDryRun => Get(Options.DryRun) && !AsksAboutTheProgram;

    /// <summary>Help, version, info, tree or description: prints something and runs no task.</summary>
    public bool IsInformational => AsksAboutTheProgram || (!IsDryRun && (Get(Options.Tree) || Get(Options.Description)));

    /// <summary>The targets run without what they depend on; a recorded release needs nothing of that.</summary>
    public bool Exclusive => Get(Options.Exclusive) || Get(Options.Release) is not null;

    /// <summary>What the targets find is written to standard output as JSON, and nothing else is.</summary>
    public bool AnswersInJson => Get(Options.Output) == Options.Json && Targets.Any(OptionRules.JsonTargetNames.Contains);

    private bool AsksAboutTheProgram => Get(Options.Help) || Get(Options.Version) || Get(Options.Info) || Get(Options.Completion) is not null;

    /// <summary>The option's value, or what holds without it.</summary>
    public T Get<T>(CommandOption<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return All(option) is [.., var last] ? last : option.Absent;
    }

    /// <summary>Each value of an option that may be given several times, in that order.</summary>
    public IReadOnlyList<T> All<T>(CommandOption<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return [.. _given.Where(given => given.Option == option).Select(given => option.Parse(given.Value))];
    }
}
