using System.Collections.ObjectModel;

namespace Slipway.Ecs.Rollouts;

/// <summary>A rollout failed; the message has what ECS said, and what to check.</summary>
public sealed class RolloutException(RolloutOutcome outcome, string message) : Exception(message)
{
    public RolloutOutcome Outcome { get; } = outcome;

    /// <summary>Of several services: how each was left, by its name; empty for one.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
