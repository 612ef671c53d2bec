namespace Slipway.Ecs.FromCompose;

/// <summary>Servers that AWS offers as a service of its own.</summary>
public enum ServiceKind
{
    /// <summary>The application's own, or a server that is not known here.</summary>
    Application,

    /// <summary>MySQL or MariaDB.</summary>
    MySql,

    Postgres,

    /// <summary>Another database: MongoDB, SQL Server and the like.</summary>
    Database,

    /// <summary>Redis, Valkey or Memcached.</summary>
    Cache,

    /// <summary>RabbitMQ, ActiveMQ, Kafka with its ZooKeeper, or NATS.</summary>
    Queue,
}
