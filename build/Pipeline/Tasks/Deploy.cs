using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>Rolls the service to the release, follows that deployment to its end, and looks whether the application answers.</summary>
[TaskName("Deploy")]
[TaskDescription("Roll the ECS service to the release")]
[IsDependentOn(typeof(EmitArtifacts))]
[Continues(typeof(EmitArtifacts), FromFiles = true)]
[Accepts(OptionNames.Force)]
[Accepts(OptionNames.LockWait)]
[Accepts(OptionNames.Timeout)]
[Accepts(OptionNames.NoWait)]
[Accepts(OptionNames.NoRollback)]
[Accepts(OptionNames.WaitUntil)]
public sealed class Deploy : LineTask
{
    protected override async Task RunAsync(Run run, CancellationToken cancellation)
    {
        if (run.Deployment.LeftBecause is { } reason)
        {
            run.Log.Information("{0}", reason);
            return;
        }

        await run.Lock.WhileHeldAsync(held => RollAsync(run, held), cancellation);
    }

    private static async Task RollAsync(Run run, CancellationToken cancellation)
    {
        var steps = new RolloutSteps(run.Preparation.RunAsync, (result, token) => VerifyAsync(run, result, token)) { MayTakeBack = () => !run.Lock.IsLost };
        var result = await run.Deployment.RollAsync(run.Release, run.Options, steps, cancellation);
        if (!result.Followed) run.Log.Warning("Deployment {0} of {1} was started and goes on. Nothing was verified ({2}).", result.DeploymentId, result.TaskDefinition, OptionNames.NoWait);
    }

    private static async Task VerifyAsync(Run run, RolloutResult result, CancellationToken cancellation)
    {
        run.Log.Information(
            result.Changed ? "Service '{0}' runs {1}, {2} tasks." : "Service '{0}' runs {1} already, {2} tasks; nothing to do.",
            run.Settings.Deploy.Service, result.TaskDefinition, result.RunningCount);
        foreach (var answer in await run.Verification.WaitAsync(run.Settings.Verify, run.Placeholders, cancellation))
            run.Log.Information("Deployed: {0} answers with {1}.", answer.Url, answer.Status);
    }
}
