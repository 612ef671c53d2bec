using Cake.Frosting;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Writes what a deployment needs, with the release's digests in it.</summary>
[TaskName("EmitArtifacts")]
[TaskDescription("Write the task definition, appspec and image files to artifacts/")]
[IsDependentOn(typeof(PushEcr))]
[Continues(typeof(PushEcr))]
public sealed class EmitArtifacts : PipelineTask
{
    protected internal override void DeleteStaleOutputs(Run run) => run.Deployment.ClearArtifacts();

    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        var files = await run.Deployment.WriteArtifactsAsync(run.Release, cancellation);
        run.Log.Information("Wrote {0} to artifacts/.", string.Join(", ", files));
    }
}
