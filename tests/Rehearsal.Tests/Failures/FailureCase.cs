using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A row of the table: what is broken, the command, and what must come of it.</summary>
/// <param name="What">What is broken, in words; the name of the test.</param>
/// <param name="ExitCode">Of the design: 2 configuration or command line, 3 a prerequisite, 4 the application, 5 rolled back, 7 not rolled back.</param>
/// <param name="Says">Texts that the output must have: the thing, its value or place, and the remedy.</param>
internal sealed record FailureCase(string What, IReadOnlyList<string> Command, int ExitCode, params IReadOnlyList<string> Says)
{
    /// <summary>Breaks something in the working tree, which git puts right afterwards, or in AWS.</summary>
    public Func<RehearsalCopy, Task> Break { get; init; } = _ => Task.CompletedTask;

    /// <summary>Puts right what git cannot.</summary>
    public Func<RehearsalCopy, Task> Fix { get; init; } = _ => Task.CompletedTask;

    /// <summary>Environment variables of the run; null removes one.</summary>
    public Func<RehearsalCopy, IReadOnlyDictionary<string, string?>> Variables { get; init; } = _ => new Dictionary<string, string?>();

    /// <summary>What else must hold, before anything is put right.</summary>
    public Func<RehearsalCopy, CommandResult, Task> Then { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Replaces text in a file of the working tree.</summary>
    public FailureCase With(string file, string text, string replacement)
    {
        var before = Break;
        return this with
        {
            Break = async copy =>
            {
                await before(copy);
                copy.Replace(file, text, replacement);
            },
        };
    }

    /// <summary>Writes a file into the working tree.</summary>
    public FailureCase WithFile(string file, string text)
    {
        var before = Break;
        return this with
        {
            Break = async copy =>
            {
                await before(copy);
                copy.Write(file, text);
            },
        };
    }

    public FailureCase Without(string file)
    {
        var before = Break;
        return this with
        {
            Break = async copy =>
            {
                await before(copy);
                File.Delete(copy.Workspace.PathOf(file));
            },
        };
    }

    public override string ToString() => What;
}
