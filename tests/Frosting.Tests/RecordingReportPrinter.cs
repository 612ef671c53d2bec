using Cake.Core;
using Cake.Core.Diagnostics;

namespace Slipway.Frosting.Tests;

/// <summary>Keeps the reports that the host prints, one line an entry: <c>Task Status</c>.</summary>
internal sealed class RecordingReportPrinter : ICakeReportPrinter
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Write(CakeReport report) => _lines.AddRange(report.Select(entry => $"{entry.TaskName} {entry.ExecutionStatus}"));

    public void WriteStep(string name, Verbosity verbosity)
    {
    }

    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}
