namespace Slipway.Ecs.Rollouts;

/// <summary>How a rollout that did not succeed left the service.</summary>
public enum RolloutOutcome
{
    /// <summary>Nothing was changed: the request could not be carried out.</summary>
    Refused,

    /// <summary>The service runs what it ran before.</summary>
    RolledBack,

    /// <summary>The deadline passed first; the deployment continues.</summary>
    StillInProgress,

    /// <summary>The deployment waits for a person, which is what the caller waited for.</summary>
    Paused,

    /// <summary>The service does not run the release, and not what it ran before either.</summary>
    NotRolledBack,
}
