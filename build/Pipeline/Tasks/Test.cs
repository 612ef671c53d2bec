using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs Slipway's own tests, those that need Docker included.</summary>
[TaskName("Test")]
[TaskDescription("Run Slipway's own tests")]
[Requires(Requirement.Docker)]
public sealed class Test(TestRun tests) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var reports = await tests.RunAsync(cancellation);
        foreach (var line in TestReport.Summary(reports)) context.Log.Information("{0}", line);
        var totals = TestReport.Total(reports);
        if (totals.Failed > 0)
            throw new RunFailedException(ExitCodes.Application, $"{totals.Failed} of Slipway's own tests failed:\n{string.Join('\n', totals.Failures)}");
    }
}
