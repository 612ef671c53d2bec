using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Waits until the test database answers its own protocol; an open port is not enough.</summary>
[TaskName("WaitForDb")]
[TaskDescription("Wait until the test database answers")]
[IsDependentOn(typeof(ComposeUp))]
[Continues(typeof(ComposeUp))]
public sealed class WaitForDb : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Settings.Database is not { } database)
        {
            run.Log.Information("No 'database' is configured: nothing to wait for.");
            return;
        }

        var waited = await run.Database.WaitAsync(database, cancellation);
        run.Log.Information("{0} answered after {1:0.0} s.", database.Service, waited.TotalSeconds);
    }
}
