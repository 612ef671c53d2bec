namespace Slipway.Ecs.Rollouts;

internal enum DeploymentPhase
{
    InProgress,

    /// <summary>An end.</summary>
    Succeeded,

    /// <summary>It failed, and the service goes back to what it ran before.</summary>
    RollingBack,

    /// <summary>An end: it failed, and the service runs what it ran before.</summary>
    RolledBack,

    /// <summary>An end unless someone rolls it back: it failed, and the service is left as it is.</summary>
    Failed,
}
