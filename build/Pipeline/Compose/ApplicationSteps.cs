using System.Xml;
using Cake.Core.Diagnostics;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Secrets;
using Slipway.Pipeline.TestReports;

namespace Slipway.Pipeline.Compose;

/// <summary>The application's own commands, run in the containers of its services: migrations and tests.</summary>
public sealed class ApplicationSteps(ComposeApplication application, SecretValues secrets, ICakeLog log, Paths paths)
{
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(1);

    /// <param name="what">What the step is, as the beginning of a sentence.</param>
    /// <exception cref="RunFailedException">The command failed or took too long; exit code 4.</exception>
    public async Task RunAsync(string what, StepSettings step, CancellationToken cancellation)
    {
        var exitCode = await application.ExecAsync(step.Service, step.Command, step.Timeout, cancellation);
        if (exitCode == 0) return;
        throw new RunFailedException(
            ExitCodes.Application,
            $"{step.Place}: {what} failed in service '{step.Service}' with exit code {exitCode}: {string.Join(' ', step.Command)}. Its output is above.");
    }

    /// <returns>What the report says, or null when none is configured.</returns>
    /// <exception cref="RunFailedException">Tests failed; they are named. Exit code 4.</exception>
    public async Task<TestReport?> TestAsync(TestSettings test, CancellationToken cancellation)
    {
        var exitCode = await application.ExecAsync(test.Service, test.Command, test.Timeout, cancellation);
        var report = test.Report is null ? null : await KeepReportAsync(test, test.Report, cancellation);
        foreach (var failed in report?.Failed ?? []) log.Error("{0}", $"FAILED {failed.Name}\n{failed.Message}");
        if (exitCode == 0 && report is not { Failed.Count: > 0 }) return report;
        var count = report is { Failed.Count: > 0 } ? $"{report.Failed.Count} of {report.Tests} tests failed" : "The tests failed";
        throw new RunFailedException(
            ExitCodes.Application,
            $"{test.Place}: {count} in service '{test.Service}' (exit code {exitCode}: {string.Join(' ', test.Command)}). Nothing was tagged or pushed.");
    }

    /// <summary>Removes the report of an earlier run.</summary>
    public void ClearReport(TestSettings test)
    {
        if (test.Report is not null && File.Exists(ReportFile(test.Report))) File.Delete(ReportFile(test.Report));
    }

    private async Task<TestReport?> KeepReportAsync(TestSettings test, string report, CancellationToken cancellation)
    {
        var (exitCode, text) = await application.ReadAsync(test.Service, ["cat", report], CopyLimit, cancellation);
        if (exitCode != 0)
        {
            log.Warning("{0}: the command wrote no report to '{1}' in service '{2}'.", test.Place, report, test.Service);
            return null;
        }

        // It has what the tests printed, and goes where logs go. Written whole, also when the run is cancelled meanwhile.
        var xml = TestReport.Rewrite(text, secrets.Redact);
        Directory.CreateDirectory(paths.TestResults);
        await File.WriteAllTextAsync(ReportFile(report), xml, CancellationToken.None);
        try
        {
            return TestReport.Parse(xml);
        }
        catch (XmlException broken)
        {
            log.Warning("{0}: the report '{1}' in service '{2}' is not whole: {3}", test.Place, report, test.Service, broken.Message);
            return null;
        }
    }

    private string ReportFile(string report) => Path.Combine(paths.TestResults, Path.GetFileName(report));
}
