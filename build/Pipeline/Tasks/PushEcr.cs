using Cake.Frosting;
using Slipway.Pipeline.Build.Images;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Pushes the tagged images and records the digest of each.</summary>
[TaskName("PushEcr")]
[TaskDescription("Push the tagged images to the registry")]
[IsDependentOn(typeof(TagImages))]
[Continues(typeof(TagImages))]
public sealed class PushEcr : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Tagged.Count == 0)
        {
            run.Log.Information("There is nothing to push: no image is built here.");
            return;
        }

        // Tags that others follow move here: a deployment that does not get the environment's lock must not have moved them.
        IReadOnlyList<PushedImage> pushed = [];
        await run.WhileChangingAsync(async held => pushed = await run.Images.PushAsync(run.Tagged, held), cancellation);
        foreach (var image in pushed) run.Log.Information("{0} {1} {2}", image.Sent ? "Pushed " : "Present", image.Released[0].Repository, image.Released[0].Digest);
        run.Release = run.Release.With(pushed.SelectMany(image => image.Released));
        run.Log.Information("Pushed {0} images, {1} already there.", pushed.Count(image => image.Sent), pushed.Count(image => !image.Sent));
    }
}
