namespace Slipway.Ecs.FromCompose;

/// <summary>Ports that are for a database's clients or a debugger, by what usually listens there: nothing that AWS is to show to others.</summary>
public static class PrivatePorts
{
    private static readonly Dictionary<int, string> Owners = new()
    {
        [1433] = "SQL Server",
        [1521] = "Oracle",
        [3306] = "MySQL",
        [5432] = "PostgreSQL",
        [6379] = "Redis",
        [9042] = "Cassandra",
        [11211] = "Memcached",
        [27017] = "MongoDB",
        [2345] = "the debugger of Go",
        [5005] = "the debugger of Java",
        [5678] = "the debugger of Python",
        [9003] = "the debugger of PHP",
        [9229] = "the debugger of Node.js",
        [9230] = "the debugger of Node.js",
    };

    /// <summary>Null for a port that may be published.</summary>
    /// <param name="port">The container's.</param>
    public static string? Owner(int port) => Owners.GetValueOrDefault(port);
}
