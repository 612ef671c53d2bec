namespace Slipway.Ecs.FromCompose;

/// <summary>Where a service is that another one names.</summary>
internal enum PeerPlace
{
    /// <summary>A container of the same task.</summary>
    Task,

    /// <summary>A service of ECS of its own, which Service Connect makes known by its name.</summary>
    Service,

    /// <summary>Not in this environment: AWS has something in its place.</summary>
    Replaced,

    /// <summary>A service of ECS of its own that Service Connect does not make known.</summary>
    Unjoined,
}
