using Cake.Frosting;
using Slipway.Pipeline.Build.Gates;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs the programs that look for what must not be released, and keeps their SARIF in <c>artifacts/gates/</c>.</summary>
[TaskName("Gates")]
[TaskDescription("Run the quality gates: static analysis, vulnerable packages, SonarQube")]
[IsDependentOn(typeof(PhpUnit))]
public sealed class Gates : PipelineTask
{
    protected internal override void Require(Run run) =>
        QualityGates.Require(run.Settings.Gates, EnvironmentVariables.OfThisProcess(), [.. run.Settings.Secrets.Select(secret => secret.Variable).OfType<string>()]);

    protected internal override void DeleteStaleOutputs(Run run) => run.Gates.Clear();

    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Settings.Gates.Count == 0)
        {
            run.Log.Information("No 'gates' are configured: nothing looks at the sources.");
            return;
        }

        await run.Gates.CheckAsync(run.Settings.Gates, cancellation);
    }
}
