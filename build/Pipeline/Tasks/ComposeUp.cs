using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Builds the application's images and starts all of its services, with what is only in the registry pulled first.</summary>
[TaskName("ComposeUp")]
[TaskDescription("Log in to the registries, pull, build and start the Compose application")]
[IsDependentOn(typeof(DownloadSecrets))]
public sealed class ComposeUp : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        await run.Registry.LogInAsync(cancellation);
        var pulled = await run.Images.PullAsync(run.Settings.Pull, cancellation);
        foreach (var image in pulled.DistinctBy(image => image.Service)) run.Log.Information("Pulled {0} {1}", image.Service, image.Reference);
        run.Release = run.Release.With(pulled);

        await run.Application.BuildAsync(pulled, cancellation);
        await run.Application.StartAsync(cancellation);
    }
}
