using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A row of the table: how a release, or what happens meanwhile, is made wrong, and what must come of it.</summary>
/// <param name="What">In words; the name of the test, and with hyphens that of its golden file.</param>
/// <param name="ExitCode">Of the last command.</param>
/// <param name="Cause">How the likeliest cause begins, or the error where there is no report, or the last line of a run that succeeds.</param>
internal sealed record DeploymentRow(string What, int ExitCode, string Cause)
{
    /// <summary>Changes the container definition of the release.</summary>
    public Action<JsonNode> Change { get; init; } = _ => { };

    /// <summary>Changes the world before.</summary>
    public Func<TableService, Task> Arrange { get; init; } = _ => Task.CompletedTask;

    public Func<TableRun, Task> Act { get; init; } = run => run.DeployAsync();

    /// <summary>Puts right what git cannot, and what the next row needs otherwise.</summary>
    public Func<TableService, Task> Fix { get; init; } = _ => Task.CompletedTask;

    /// <summary>How many revisions are registered by it, someone else's too.</summary>
    public int Registers { get; init; } = 1;

    /// <summary>Which of the old revision (0) and those that are registered the service has afterwards.</summary>
    public int Has { get; init; }

    /// <summary>How many tasks serve afterwards.</summary>
    public int Tasks { get; init; } = 1;

    /// <summary>Whether the page answers all the time.</summary>
    public bool AnswersThroughout { get; init; } = true;

    public string Golden => $"{What.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal)}.txt";

    public override string ToString() => What;
}
