namespace Slipway.LocalAws.Ecs.Model;

/// <summary>How far a container of a task is. What is stopped stays stopped; one that its restart policy has started again has run on.</summary>
public enum ContainerPhase
{
    Pending,

    /// <summary>Its image is here; it waits for its dependencies.</summary>
    Pulled,

    Running,

    Stopped,
}
