namespace Slipway.LocalAws.Ecs.Model;

/// <summary>How far a container of a task is. It runs once: what is stopped stays stopped.</summary>
public enum ContainerPhase
{
    Pending,

    /// <summary>Its image is here; it waits for its dependencies.</summary>
    Pulled,

    Running,

    Stopped,
}
