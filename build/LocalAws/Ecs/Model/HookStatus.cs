namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>status</c> of a lifecycle hook that pauses. FAILED is one that someone answered with ROLLBACK.</summary>
public enum HookStatus
{
    AwaitingAction,
    Succeeded,
    Failed,
    TimedOut,
}
