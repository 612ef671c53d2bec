namespace Slipway.Pipeline.Configuration;

/// <summary>The protocol that says whether a database answers.</summary>
public enum DatabaseKind
{
    /// <summary>MySQL and MariaDB: the server's greeting.</summary>
    MySql,

    /// <summary>PostgreSQL: the answer to an SSL request.</summary>
    Postgres,

    /// <summary>Anything else: the port accepts a connection.</summary>
    Tcp,
}
