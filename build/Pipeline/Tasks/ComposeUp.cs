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

        await FindBuiltAsync(run, cancellation);
        await run.Application.BuildAsync([.. pulled, .. run.Reused.Select(image => image.Released(image.LocalId)).Select(released => released[0])], cancellation);
        await run.Application.StartAsync(cancellation);
    }

    /// <summary>Of several services most have not changed; one alone is built, and its registry gets the tags of the configuration only.</summary>
    private static async Task FindBuiltAsync(Run run, CancellationToken cancellation)
    {
        if (run.Settings.Services[0].Name is null) return;
        var marks = await Task.WhenAll(run.Settings.Images.Select(async image => (image.Service, Mark: await run.Inputs.OfAsync(image.Service, cancellation))));
        run.Marks = marks.Where(image => image.Mark is not null).ToDictionary(image => image.Service, image => image.Mark!);
        run.Reused = await run.Images.FindBuiltAsync(run.Settings.Images, run.Marks, cancellation);
        foreach (var image in run.Reused) run.Log.Information("Unchanged {0}: {1}@{2} was built from the same files", image.Service, image.Repository, image.LocalId);
    }
}
