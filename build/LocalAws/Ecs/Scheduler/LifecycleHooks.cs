using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>The hooks that pause a deployment at a stage: it goes on when each of them has been answered with CONTINUE, by a caller or by its time-out.</summary>
internal sealed class LifecycleHooks(EcsSettings settings)
{
    /// <summary>Whether the deployment may leave the stage. The first time, its hooks begin to wait.</summary>
    /// <param name="step">Of a shift in steps, what percentage the new tasks are to get next: each step has the hooks anew.</param>
    public bool ArePassed(ServiceDeployment deployment, LifecycleStage stage, Turn turn, decimal? step = null)
    {
        var hooks = LifecycleHook.Of(deployment.Configuration).Where(hook => hook.Stages.Contains(stage)).ToList();
        if (hooks.Count == 0)
            return true;
        var runs = deployment.Hooks.Where(run => run.Stage == stage && run.Step == step).ToList();
        if (runs.Count == 0)
        {
            runs = [.. hooks.Select(hook => HookRun.Begin(hook, stage, step, turn.Now, settings.Minute))];
            deployment.Hooks.AddRange(runs);
            deployment.UpdatedAt = turn.Now;
        }

        foreach (var run in runs.Where(run => run.Status == HookStatus.AwaitingAction))
            turn.Wake(run.ExpiresAt);
        return runs.TrueForAll(run => run.IsPassed);
    }

    /// <summary>Ends the waiting of hooks whose time is over.</summary>
    public static void Expire(ServiceDeployment deployment, Turn turn)
    {
        foreach (var run in deployment.Hooks.Where(run => run.Status == HookStatus.AwaitingAction && run.ExpiresAt <= turn.Now))
        {
            run.Status = HookStatus.TimedOut;
            deployment.UpdatedAt = turn.Now;
        }
    }
}
