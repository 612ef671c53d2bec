using System.Globalization;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>The findings of all gates as one table, those that fail first.</summary>
public static class GateTable
{
    private const int MostRows = 60;
    private const int WidestRule = 40;
    private const int WidestPlace = 60;
    private const int LongestText = 140;

    /// <returns>The lines with their severities; none where nothing was found.</returns>
    public static IReadOnlyList<(LogSeverity Severity, string Text)> Lines(IReadOnlyList<GateVerdict> verdicts)
    {
        var rows = verdicts.SelectMany(verdict => verdict.Findings.Select(finding => (verdict.Gate.Name, finding)))
            .OrderByDescending(row => row.finding.Fails).ThenByDescending(row => row.finding.Severity ?? -1).ThenByDescending(row => row.finding.Level)
            .ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.finding.File, StringComparer.Ordinal).ThenBy(row => row.finding.Line).ToList();
        if (rows.Count == 0) return [];
        List<string[]> cells = [[" ", "gate", "level", "severity", "rule", "place", "finding"], .. rows.Take(MostRows).Select(row => Cells(row.Name, row.finding))];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length - 1).Select(column => cells.Max(row => row[column].Length))];
        List<string> lines = [.. cells.Select(row => Line(row, widths))];
        if (rows.Count > MostRows) lines.Add($"   and {rows.Count - MostRows} more, in artifacts/gates/");

        // All of it to the same stream.
        var severity = rows[0].finding.Fails ? LogSeverity.Error : LogSeverity.Information;
        return [.. lines.Select(line => (severity, line))];
    }

    /// <summary>One gate in a line.</summary>
    public static string Summary(GateVerdict verdict)
    {
        var (fails, others) = (verdict.Findings.Count(finding => finding.Fails), verdict.Findings.Count(finding => !finding.Fails));
        if (verdict.Problem is not null && fails == 0 && verdict.Gate.SonarQube is null) return $"Gate '{verdict.Gate.Name}' could not be judged.";
        var limit = verdict.Gate.SonarQube is null ? $" at '{verdict.Gate.FailOn.Text}' or above, {others} below" : ", by the server's quality gate";
        return $"Gate '{verdict.Gate.Name}' {(verdict.Problem is null ? "passed" : "failed")}: {fails}{limit}{(verdict.Accepted > 0 ? $", {verdict.Accepted} accepted" : "")}.";
    }

    private static string[] Cells(string gate, GateFinding finding) =>
    [
        finding.Fails ? "x" : "", gate, finding.Level.ToString().ToLowerInvariant(), finding.Severity?.ToString("0.0", CultureInfo.InvariantCulture) ?? "", Cut(finding.Rule, WidestRule),
        finding.Place.Length > WidestPlace ? $"…{finding.Place[^(WidestPlace - 1)..]}" : finding.Place, Cut(OneLine(finding.Message), LongestText),
    ];

    private static string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)).TrimEnd();

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Cut(string text, int most) => text.Length > most ? $"{text[..(most - 1)]}…" : text;
}
