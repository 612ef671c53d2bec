using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs Slipway's own tests, those that need Docker included.</summary>
[TaskName("Test")]
[TaskDescription("Run Slipway's own tests")]
[Requires(Requirement.Docker)]
public sealed class Test(TestProjects projects) : PipelineTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var totals = projects.Run();
        context.Log.Information("{0}", totals);
        return totals.Failed == 0
            ? Task.CompletedTask
            : throw new RunFailedException(ExitCodes.Application, $"{totals.Failed} of Slipway's own tests failed:\n{string.Join('\n', totals.Failures)}");
    }
}
