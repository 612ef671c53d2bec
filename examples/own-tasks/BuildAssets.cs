using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Tasks;

/// <summary>A task before one of Slipway's: it runs whenever that one does.</summary>
[TaskName("BuildAssets")]
[TaskDescription("Compile what the images take in")]
[IsDependeeOf(typeof(ComposeUp))]
public sealed class BuildAssets : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await File.WriteAllTextAsync(context.Paths.InRepository("assets.txt"), context.Settings.Environment);
        context.Log.Information("Wrote assets.txt for {0}.", context.Settings.Environment);
    }
}
