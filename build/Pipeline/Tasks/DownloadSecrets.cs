using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Puts the environment's secrets where the application expects them.</summary>
[TaskName("DownloadSecrets")]
[TaskDescription("Download the environment's secrets")]
[IsDependentOn(typeof(Lint))]
public sealed class DownloadSecrets : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        var fetched = await run.Secrets.DownloadAsync(run.Settings.Secrets, run.Placeholders, cancellation);
        if (fetched.Count > 0) run.Log.Information("Downloaded {0}; removed again at the end of this run.", string.Join(", ", fetched));
        else run.Log.Information("Environment '{0}' has no secrets to download.", run.Settings.Environment);
    }
}
