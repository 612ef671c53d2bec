namespace Slipway.Frosting.Tests;

/// <summary>What a run of a build left behind.</summary>
/// <param name="Journal">What the parts of the build did.</param>
/// <param name="Log">The log, as <c>Level: message</c>.</param>
/// <param name="Report">The report, as <c>Task Status</c>.</param>
/// <param name="Console">What was written to the consoles, Cake's and Spectre's, without trailing blanks.</param>
internal sealed record Outcome(
    int ExitCode, IReadOnlyList<string> Journal, IReadOnlyList<string> Log, IReadOnlyList<string> Report, string Console)
{
    public IEnumerable<string> Errors => Log.Where(line => line.StartsWith("Error: ", StringComparison.Ordinal)).Select(line => line["Error: ".Length..]);
}
