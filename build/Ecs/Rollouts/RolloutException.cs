namespace Slipway.Ecs.Rollouts;

/// <summary>A rollout failed; the message has what ECS said, and what to check.</summary>
public sealed class RolloutException(RolloutOutcome outcome, string message) : Exception(message)
{
    public RolloutOutcome Outcome { get; } = outcome;
}
