namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>status</c> of a service.</summary>
public enum ServiceStatus
{
    Active,

    /// <summary>Deleted, its tasks are stopping.</summary>
    Draining,

    /// <summary>Deleted, and nothing of it runs; it can still be described.</summary>
    Inactive,
}
