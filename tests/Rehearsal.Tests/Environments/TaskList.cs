using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>What a run says about its tasks at the end: the table of their durations.</summary>
internal static partial class TaskList
{
    /// <summary>Each task's name in order, with <c>skipped</c> behind it when it was; what continues before and after the tasks is left out.</summary>
    public static IReadOnlyList<string> Of(string output) =>
        [.. Row().Matches(output).Where(row => row.Groups["task"].Value is not ("Setup" or "Teardown")).Select(row => row.Groups["skipped"].Success ? $"{row.Groups["task"].Value} skipped" : row.Groups["task"].Value)];

    /// <summary>Why tasks were skipped, as the run says it.</summary>
    public static IReadOnlyList<string> Reasons(string output) => [.. output.Split('\n').Where(line => line.Contains(" is skipped: ", StringComparison.Ordinal))];

    [GeneratedRegex(@"^ *(?<task>[A-Za-z]+) +[0-9:.-]+ +((?<skipped>Skipped)|Succeeded) *$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
