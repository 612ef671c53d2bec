using Cake.Frosting;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Rolls the service to the release, follows that deployment to its end, and checks whether the application answers.</summary>
[TaskName("Deploy")]
[TaskDescription("Roll the ECS service to the release")]
[IsDependentOn(typeof(EmitArtifacts))]
[Continues(typeof(EmitArtifacts), FromFiles = true)]
public sealed class Deploy : PipelineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.DeployOptions.Release is { } file) run.Release = await RecordedAsync(run, file, cancellation);
        // On its own it deploys what an earlier run has built, and under that run's name.
        else if (run.Release.Images.Count == 0) run.Release = (await run.Deployment.ReadReleaseAsync(cancellation) ?? run.Release) with { ApprovedBy = run.ApprovedBy };
        await run.Rollout.RunAsync(run.Release, run.DeployOptions, cancellation);
    }

    /// <summary>Makes the artifacts from it, which a deployment is made from.</summary>
    private static async Task<Release> RecordedAsync(Run run, string file, CancellationToken cancellation)
    {
        // Who approved it then has not approved this deployment.
        var release = await run.ReadRecordedAsync(file, cancellation) with { ApprovedBy = run.ApprovedBy };
        var files = await run.Deployment.WriteArtifactsAsync(release, cancellation);
        run.Log.Information("Build {0}, commit {1}, from {2}: wrote {3} to artifacts/.", release.Build, release.Commit, file, string.Join(", ", files));
        return release;
    }
}
