using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>Asks for the approval that an environment needs, before anything is built and before a tag moves.</summary>
public sealed class RunApproval(ApprovalGate gate, Paths paths)
{
    /// <summary>Asks nobody where nothing is deployed here: who deploys from the artifacts has approvals of its own.</summary>
    /// <returns>The plan, with who has approved it.</returns>
    /// <exception cref="RunFailedException">Nobody has; exit code 3.</exception>
    public async Task<RunPlan> RequireAsync(RunPlan plan, Invocation invocation, CancellationToken cancellation)
    {
        if (!plan.Deploys) return plan;
        var approvedBy = invocation.Get(Options.ApprovedBy);
        return plan with
        {
            ApprovedBy = plan.Files.LeftBecause is not null ? approvedBy : await gate.RequireAsync(plan.Settings, approvedBy, await ReleaseAsync(plan, invocation.Exclusive, cancellation), cancellation),
        };
    }

    /// <summary>What is deployed: a recorded release, that of the artifacts, or what this run builds.</summary>
    private async Task<BuildIdentity> ReleaseAsync(RunPlan plan, bool isExclusive, CancellationToken cancellation)
    {
        var release = plan.Options.Release is { } file ? await RecordedRelease.ReadAsync(file, plan.Settings, paths, cancellation)
            : isExclusive && await new ArtifactFiles(paths.Artifacts).ReadReleaseAsync(cancellation) is { } written && written.Environment == plan.Settings.Environment ? written
            : null;
        return release is null ? plan.Identity : new(release.Build, release.Commit, release.Branch);
    }
}
