
using Slipway.LocalAws.CodeDeploy.Resources;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>
/// Takes a deployment back by another one, as CodeDeploy does: with an id of its own, made by <c>codeDeployRollback</c>, deploying what the group had
/// before.
/// </summary>
internal static class Rollback
{
    /// <summary>The same state when the deployment is not to be rolled back, else with both deployments that know of each other.</summary>
    public static CodeDeployState Begin(CodeDeployState state, Deployment ended, DateTimeOffset now)
    {
        var signals = state.SignalsOf(ended.Id);
        var wanted = ended.Status == DeploymentStatus.Failed ? ended.Plan.RollsBackFailures : signals.RollBack || (!signals.Stop && ended.Plan.RollsBackFailures);
        if (!wanted || ended.RollbackOf is not null || ended.Status == DeploymentStatus.Succeeded)
            return state;
        if (ended.Blue is null)
            return state.With(ended with { RollbackMessage = $"Deployment {ended.Id} changed nothing, so there is nothing to roll back." });
        var rollback = Of(state, ended, now);
        return state
            .With(ended with { RollbackDeploymentId = rollback.Id, RollbackMessage = $"Deployment {ended.Id} is rolled back by deployment {rollback.Id}." })
            .With(rollback);
    }

    private static Deployment Of(CodeDeployState state, Deployment ended, DateTimeOffset now)
    {
        var before = state.DeploymentsOf(ended.Application, ended.Group).LastOrDefault(known => known.Status == DeploymentStatus.Succeeded);
        return new()
        {
            Id = DeploymentIds.New(),
            Application = ended.Application,
            Group = ended.Group,
            ConfigName = ended.ConfigName,
            Creator = "codeDeployRollback",
            Revision = (before ?? ended).Revision,
            Content = (before ?? ended).Content,
            Plan = ended.Plan,
            Shown = ended.Shown,
            CreatedAt = now,
            StartedAt = now,
            UpdatedAt = now,
            Status = DeploymentStatus.InProgress,
            Phase = DeploymentPhase.Restore,
            Events = Lifecycle.OfRollback(),
            Blue = ended.Blue,
            Green = ended.Green,
            RollbackOf = ended.Id,
            RollbackMessage = $"Deployment {ended.Id} is rolled back.",
        };
    }
}
