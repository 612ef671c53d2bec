
using Slipway.LocalAws.CodeDeploy.Resources;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>One step of a deployment that is made and saved.</summary>
public sealed record DeploymentTurn(Deployment Before, Deployment After)
{
    /// <summary>Makes the next step, saves it, and begins a rollback when it has ended so that one is wanted.</summary>
    public static async Task<DeploymentTurn> TakeAsync(string id, CodeDeployStore store, DeploymentSteps steps, TimeProvider time, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var before = state.Deployment(id) ?? throw new InvalidOperationException($"There is no deployment {id}.");
        if (before.IsEnded)
            return new(before, before);
        var after = await steps.AdvanceAsync(before, state.SignalsOf(id), cancellationToken);
        if (after == before)
            return new(before, before);
        var saved = await store.UpdateAsync(
            now => after.IsEnded ? Rollback.Begin(now.With(after), after, time.GetUtcNow()) : now.With(after), cancellationToken);
        return new(before, saved.Deployment(id)!);
    }

    /// <summary>Until something can have changed: nothing after a step that was made, else the poll or what is due.</summary>
    public TimeSpan WaitFor(CodeDeploySettings settings, DateTimeOffset now)
    {
        if (After.Phase != Before.Phase || After.Phase is DeploymentPhase.Begin or DeploymentPhase.Terminate or DeploymentPhase.Restore)
            return TimeSpan.Zero;
        var due = After.DueAt - now ?? settings.PollInterval;
        return After.Phase == DeploymentPhase.Install && due > settings.PollInterval ? settings.PollInterval : due;
    }
}
