using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Slipway.LocalAws.DeploymentConfiguration;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A lifecycle hook that a deployment has reached: an entry of <c>lifecycleHookDetails</c>.</summary>
public sealed class HookRun
{
    /// <summary><c>ecs-pause-</c> and 43 characters of base64url.</summary>
    public required string Id { get; init; }

    public required LifecycleStage Stage { get; init; }

    /// <summary>Of a shift in steps, what percentage the new tasks get after it; null at the stages that come once.</summary>
    public decimal? Step { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>ROLLBACK or CONTINUE.</summary>
    public required string TimeoutAction { get; init; }

    public HookStatus Status { get; set; }

    /// <summary>Whether the deployment may go on as far as this hook is concerned.</summary>
    [JsonIgnore]
    public bool IsPassed => Status == HookStatus.Succeeded || (Status == HookStatus.TimedOut && TimeoutAction == LifecycleHook.Continue);

    [JsonIgnore]
    public bool RollsBack => Status == HookStatus.Failed || (Status == HookStatus.TimedOut && TimeoutAction == LifecycleHook.Rollback);

    /// <param name="minute">What a minute of the hook's time-out takes.</param>
    public static HookRun Begin(LifecycleHook hook, LifecycleStage stage, decimal? step, DateTimeOffset now, TimeSpan minute) => new()
    {
        Id = $"ecs-pause-{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}",
        Stage = stage,
        Step = step,
        ExpiresAt = now + (minute * hook.TimeoutMinutes),
        TimeoutAction = hook.TimeoutAction,
    };
}
