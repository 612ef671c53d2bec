using System.Xml;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>The application's own commands, run in the containers of its services: migrations and tests.</summary>
public sealed class ApplicationSteps(ComposeApplication application, SecretValues secrets, ILog log, Paths paths)
{
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(1);

    /// <summary>Runs them in their order; the first that fails ends it.</summary>
    /// <exception cref="RunFailedException">A command failed or took too long; exit code 4.</exception>
    public async Task MigrateAsync(IReadOnlyList<StepSettings> steps, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            var (exitCode, report) = await RunAsync(step, cancellation);
            if (exitCode == 0 && report is not { Failed.Count: > 0 }) continue;
            throw new RunFailedException(
                ExitCodes.Application,
                $"{step.Place}: The migration failed in service '{step.Service}' with exit code {exitCode}: {string.Join(' ', step.Command)}. Its output is above.");
        }
    }

    /// <summary>Runs them in their order; the first that fails ends it.</summary>
    /// <returns>What the reports say together, or null when there is none.</returns>
    /// <exception cref="RunFailedException">Tests failed; they are named. Exit code 4.</exception>
    public async Task<TestReport?> TestAsync(IReadOnlyList<StepSettings> steps, CancellationToken cancellation)
    {
        TestReport? total = null;
        foreach (var step in steps)
        {
            var (exitCode, report) = await RunAsync(step, cancellation);
            total = report is null ? total : report.And(total);
            if (exitCode == 0 && report is not { Failed.Count: > 0 }) continue;
            var count = report is { Failed.Count: > 0 } ? $"{report.Failed.Count} of {report.Tests} tests failed" : "The tests failed";
            throw new RunFailedException(
                ExitCodes.Application,
                $"{step.Place}: {count} in service '{step.Service}' (exit code {exitCode}: {string.Join(' ', step.Command)}). Nothing was tagged or pushed.");
        }

        return total;
    }

    /// <summary>Removes the reports of an earlier run.</summary>
    public void ClearReports(IReadOnlyList<StepSettings> steps)
    {
        foreach (var file in steps.Select(step => step.ReportName).OfType<string>().Select(ReportFile).Where(File.Exists)) File.Delete(file);
    }

    private async Task<(int ExitCode, TestReport? Report)> RunAsync(StepSettings step, CancellationToken cancellation)
    {
        var exitCode = await application.ExecAsync(step.Service, step.Command, step.Timeout, cancellation);
        var report = step.Report is null ? null : await KeepReportAsync(step, step.Report, cancellation);
        foreach (var failed in report?.Failed ?? []) log.Error("{0}", $"FAILED {failed.Name}\n{failed.Message}");
        return (exitCode, report);
    }

    private async Task<TestReport?> KeepReportAsync(StepSettings step, string report, CancellationToken cancellation)
    {
        var (exitCode, text) = await application.ReadAsync(step.Service, ["cat", report], CopyLimit, cancellation);
        if (exitCode != 0)
        {
            log.Warning("{0}: the command wrote no report to '{1}' in service '{2}'.", step.Place, report, step.Service);
            return null;
        }

        // It has what the tests printed, and goes where logs go. Written whole, also when the run is cancelled meanwhile.
        var xml = TestReport.Rewrite(text, secrets.Redact);
        Directory.CreateDirectory(paths.TestResults);
        await File.WriteAllTextAsync(ReportFile(step.ReportName!), xml, CancellationToken.None);
        try
        {
            return TestReport.Parse(xml);
        }
        catch (XmlException broken)
        {
            log.Warning("{0}: the report '{1}' in service '{2}' is incomplete: {3}", step.Place, report, step.Service, broken.Message);
            return null;
        }
    }

    private string ReportFile(string name) => Path.Combine(paths.TestResults, name);
}
