namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>rolloutState</c> of a deployment.</summary>
public enum RolloutState
{
    InProgress,
    Completed,

    /// <summary>The circuit breaker ended it: it starts no more tasks.</summary>
    Failed,
}
