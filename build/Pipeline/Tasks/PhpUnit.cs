using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs the application's tests in its own container and keeps their JUnit report in <c>test-results/</c>.</summary>
[TaskName("PhpUnit")]
[TaskDescription("Run the application's tests and keep their report")]
[IsDependentOn(typeof(Migrate))]
[Continues(typeof(ComposeUp))]
public sealed class PhpUnit : PipelineTask
{
    protected internal override void DeleteStaleOutputs(Run run) => run.Steps.ClearReports(run.Settings.Test);

    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Settings.Test.Count == 0)
        {
            run.Log.Information("No 'test' is configured: the release is not tested.");
            return;
        }

        var report = await run.Steps.TestAsync(run.Settings.Test, cancellation);
        if (report is not null) run.Log.Information("{0} tests passed, {1} skipped.", report.Tests - report.Skipped, report.Skipped);
    }
}
