using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Migrates the test database with the application's own commands.</summary>
[TaskName("Migrate")]
[TaskDescription("Migrate the test database")]
[IsDependentOn(typeof(WaitForDb))]
[Continues(typeof(ComposeUp))]
public sealed class Migrate : LineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Settings.Migrate.Count == 0)
        {
            run.Log.Information("No 'migrate' is configured: nothing to migrate.");
            return;
        }

        await run.Steps.MigrateAsync(run.Settings.Migrate, cancellation);
    }
}
