using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Ends all rehearsals: everything that LocalAws runs and keeps is removed, for whichever environment.</summary>
[TaskName("Down")]
[TaskDescription("Remove everything that --env=local left running")]
[NeedsEnvironment]
[Requires(Requirement.Docker)]
public sealed class Down(RunStart start) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var any = await start.TakeDownAsync(context.Settings, cancellation);
        context.Log.Information(any ? "The rehearsal is down: its containers, networks, volumes and process are gone." : "Nothing of a rehearsal is running.");
    }
}
