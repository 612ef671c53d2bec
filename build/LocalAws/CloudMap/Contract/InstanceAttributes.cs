namespace Slipway.LocalAws.CloudMap.Contract;

/// <summary>The attributes of instances that Cloud Map itself goes by: RegisterInstance in its API reference.</summary>
public static class InstanceAttributes
{
    public const string Address = "AWS_INSTANCE_IPV4";

    public const string Port = "AWS_INSTANCE_PORT";

    /// <summary>HEALTHY or UNHEALTHY: the health that an instance begins with, where its service has a custom health check.</summary>
    public const string InitialHealth = "AWS_INIT_HEALTH_STATUS";

    public const string Healthy = "HEALTHY";

    public const string Unhealthy = "UNHEALTHY";
}
