namespace Slipway.Pipeline.Configuration;

/// <summary>Where a migration runs.</summary>
public enum StepLocation
{
    /// <summary>In the container of the Compose service, with the application's tests.</summary>
    Compose,

    /// <summary>As a task of its own in the environment's cluster, before the service moves to the release.</summary>
    Cluster,
}
