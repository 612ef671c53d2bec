namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Where something was said about a deployment that failed.</summary>
[Flags]
internal enum EvidenceSources
{
    None = 0,

    /// <summary>A stopped task, with its containers and what these wrote last.</summary>
    Tasks = 1,

    /// <summary>An event of the service, or the reason of the deployment's own.</summary>
    Events = 2,

    /// <summary>The health of a target.</summary>
    Targets = 4,
}
