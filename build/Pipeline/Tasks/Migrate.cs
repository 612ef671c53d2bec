using Cake.Frosting;
using Slipway.Ecs.OneOff;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Migrates the test database with the application's own commands.</summary>
[TaskName("Migrate")]
[TaskDescription("Migrate the test database")]
[IsDependentOn(typeof(WaitForDb))]
[Continues(typeof(ComposeUp))]
public sealed class Migrate : PipelineTask
{
    protected internal override void DeleteStaleOutputs(Run run) => run.Steps.ClearReports(run.Settings.Migrate);

    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        var here = run.Settings.Migrate.Where(step => step.In == StepLocation.Compose).ToList();
        foreach (var step in run.Settings.Migrate.Except(here))
            run.Log.Information("{0}: '{1}' runs in the cluster, before the service moves to the release.", step.Place, CommandText.Of(step.Command));
        if (run.Settings.Migrate.Count == 0) run.Log.Information("No 'migrate' is configured: nothing to migrate.");
        await run.Steps.MigrateAsync(here, cancellation);
    }
}
