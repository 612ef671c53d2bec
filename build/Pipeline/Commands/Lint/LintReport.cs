using Slipway.Ecs.Linting;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>What Lint found.</summary>
/// <param name="Findings">By file, then by place; without those that an exception allows.</param>
/// <param name="Files">How many files were checked.</param>
/// <param name="Suppressed">How many findings an exception allows.</param>
public sealed record LintReport(IReadOnlyList<Finding> Findings, int Files, int Suppressed)
{
    public int Errors => Count(Severity.Error);

    public int Warnings => Count(Severity.Warning);

    public int Infos => Count(Severity.Info);

    /// <summary>One line: what was checked and what was found.</summary>
    public string Summary =>
        $"Linted {Number(Files, "file")}: {Number(Errors, "error")}, {Number(Warnings, "warning")}"
        + (Infos > 0 ? $", {Infos} for information" : "")
        + (Suppressed > 0 ? $"; {Suppressed} allowed by 'lint.ignore'." : ".");

    private int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    private static string Number(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
