using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Lint;

namespace Slipway.Pipeline.Tasks;

/// <summary>Checks what a deployment is made from, offline: of one environment, or of all of them.</summary>
[TaskName("Lint")]
[TaskDescription("Check task definitions, appspec, Compose files and secrets, without AWS")]
public sealed class Lint(RepositoryLint lint) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        // In front of the pipeline it was done before anything was started.
        if (context.IsLinted) context.Log.Information("Linted before the run began.");
        else await lint.RunAsync(context.ConfigurationFile, context.Invocation, cancellation);
    }
}
