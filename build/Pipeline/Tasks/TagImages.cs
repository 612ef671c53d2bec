using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Gives each built image its names in the registry.</summary>
[TaskName("TagImages")]
[TaskDescription("Tag the images for the environment, the build and the commit")]
[IsDependentOn(typeof(Gates))]
[Continues(typeof(ComposeUp))]
public sealed class TagImages : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        var built = run.Settings.Images.Where(image => run.Reused.All(reused => reused.Service != image.Service)).ToList();
        run.Tagged = [.. run.Reused, .. await run.Images.TagAsync(built, run.Application.ImageOf, run.Marks, cancellation)];
        foreach (var image in run.Tagged) run.Log.Information("{0}: {1}", image.Repository, string.Join(", ", image.Tags));
    }
}
