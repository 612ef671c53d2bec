using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Linting;

namespace Slipway.Pipeline.Tasks;

/// <summary>Checks what a deployment is made from, offline: of one environment, or of all of them.</summary>
[TaskName("Lint")]
[TaskDescription("Check task definitions, appspec, Compose files and secrets, without AWS")]
public sealed class Lint(RepositoryLint lint) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        try
        {
            // In front of the main line it was done before anything was started.
            if (context.IsLinted) context.Log.Information("Linted before the run began.");
            else await lint.RunAsync(context.ConfigurationFile, context.Invocation, context.Interruption.Token);
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption);
        }
    }
}
