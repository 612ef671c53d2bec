using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Ends the rehearsal: everything that LocalAws runs and keeps is removed.</summary>
[TaskName("Down")]
[TaskDescription("Remove everything that --env=local left running")]
[NeedsEnvironment]
[Requires(Requirement.Docker)]
public sealed class Down(RunStart start) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        try
        {
            var any = await start.TakeDownAsync(context.Settings, context.Interruption.Token);
            context.Log.Information(any ? "The rehearsal is down: its containers, networks, volumes and process are gone." : "Nothing of a rehearsal is running.");
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption);
        }
    }
}
