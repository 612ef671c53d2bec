using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>
/// An entry of <c>lifecycleHooks</c> that pauses a deployment. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
/// The words of what is refused here are not ECS's own, which are not known.
/// </summary>
/// <param name="TimeoutMinutes">After as many, <paramref name="TimeoutAction"/> is done.</param>
/// <param name="TimeoutAction">ROLLBACK or CONTINUE.</param>
public sealed record LifecycleHook(IReadOnlyList<LifecycleStage> Stages, int TimeoutMinutes, string TimeoutAction)
{
    internal const string Continue = "CONTINUE";
    internal const string Rollback = "ROLLBACK";

    private const int MostHooks = 10;
    private const int DefaultMinutes = 1440;
    private const int LongestMinutes = 20160;

    /// <summary>What a hook that pauses may say; <c>hookDetails</c> is for functions, and of no effect here.</summary>
    private static readonly string[] Members = ["targetType", "lifecycleStages", "timeoutConfiguration", "hookDetails"];

    private static readonly Dictionary<string, LifecycleStage> Pausing = new()
    {
        ["RECONCILE_SERVICE"] = LifecycleStage.ReconcileService,
        ["PRE_SCALE_UP"] = LifecycleStage.PreScaleUp,
        ["POST_SCALE_UP"] = LifecycleStage.PostScaleUp,
        ["POST_TEST_TRAFFIC_SHIFT"] = LifecycleStage.PostTestTrafficShift,
        ["PRE_PRODUCTION_TRAFFIC_SHIFT"] = LifecycleStage.PreProductionTrafficShift,
        ["POST_PRODUCTION_TRAFFIC_SHIFT"] = LifecycleStage.PostProductionTrafficShift,
    };

    /// <summary>The hooks of a <c>deploymentConfiguration</c>.</summary>
    /// <exception cref="AwsErrorException">One that ECS does not have, or that runs a function.</exception>
    internal static IReadOnlyList<LifecycleHook> Of(JsonObject? configuration)
    {
        var hooks = configuration?.Objects("lifecycleHooks") ?? [];
        if (hooks.Count > MostHooks)
            throw DeploymentErrors.InvalidParameter($"lifecycleHooks cannot have more than {MostHooks} hooks of targetType PAUSE.");
        var shiftsTraffic = configuration?.Text("strategy") is not (null or "ROLLING");
        return [.. hooks.Select(hook => Of(hook, shiftsTraffic))];
    }

    private static LifecycleHook Of(JsonObject hook, bool shiftsTraffic)
    {
        if (hook.Text("targetType") is null or "AWS_LAMBDA")
            throw new AwsErrorException(
                "UnsupportedFeatureException",
                "LocalAws does not emulate lifecycle hooks of targetType AWS_LAMBDA: it runs no functions. A hook of targetType PAUSE at the same stages pauses the deployment until "
                + "ContinueServiceDeployment is called, by whatever does the function's work in a rehearsal; or leave the hook out with --env=local.");
        if (hook.Text("targetType") is not "PAUSE")
            throw DeploymentErrors.InvalidParameter($"The targetType '{hook.Text("targetType")}' of a lifecycle hook is not one of AWS_LAMBDA and PAUSE.");
        if (hook.FirstOrDefault(member => member.Value is not null && !Members.Contains(member.Key)) is { Key: { } other })
            throw DeploymentErrors.InvalidParameter($"A lifecycle hook of targetType PAUSE cannot have '{other}'.");
        var stages = hook.Texts("lifecycleStages");
        if (stages.Count == 0)
            throw DeploymentErrors.InvalidParameter("lifecycleStages of a lifecycle hook cannot be empty.");
        var timeout = hook.Object("timeoutConfiguration");
        var minutes = timeout?.Number("timeoutInMinutes") ?? DefaultMinutes;
        if (minutes is < 1 or > LongestMinutes)
            throw DeploymentErrors.InvalidParameter($"timeoutInMinutes must be between 1 and {LongestMinutes}.");
        var action = timeout?.Text("action") ?? Rollback;
        return action is Continue or Rollback
            ? new([.. stages.Select(stage => Stage(stage, shiftsTraffic))], minutes, action)
            : throw DeploymentErrors.InvalidParameter($"The action '{action}' of a timeoutConfiguration is not one of {Rollback} and {Continue}.");
    }

    private static LifecycleStage Stage(string name, bool shiftsTraffic)
    {
        if (!Pausing.TryGetValue(name, out var stage))
            throw DeploymentErrors.InvalidParameter($"A lifecycle hook of targetType PAUSE cannot be at the stage '{name}': it can be at {string.Join(", ", Pausing.Keys)}.");
        // ECS pauses rolling deployments, too; at which stages is not documented, and they have no traffic to shift.
        return shiftsTraffic || stage < LifecycleStage.TestTrafficShift
            ? stage
            : throw DeploymentErrors.Unsupported($"a pause of a ROLLING deployment at '{name}'");
    }
}
