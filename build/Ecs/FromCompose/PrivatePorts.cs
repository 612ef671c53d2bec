namespace Slipway.Ecs.FromCompose;

/// <summary>Ports that are for a database's clients or a debugger, by what usually listens there: nothing that AWS is to show to others.</summary>
public static class PrivatePorts
{
    private static readonly Dictionary<int, string> Stores = new()
    {
        [1433] = "SQL Server",
        [1521] = "Oracle",
        [3306] = "MySQL",
        [5432] = "PostgreSQL",
        [6379] = "Redis",
        [9042] = "Cassandra",
        [11211] = "Memcached",
        [1025] = "a catcher of mail",
        [8025] = "a catcher of mail",
        [27017] = "MongoDB",
    };

    private static readonly Dictionary<int, string> Debuggers = new()
    {
        [2345] = "the debugger of Go",
        [5005] = "the debugger of Java",
        [5678] = "the debugger of Python",
        [9003] = "the debugger of PHP",
        [9229] = "the debugger of Node.js",
        [9230] = "the debugger of Node.js",
    };

    /// <summary>What starts a debugger, in a command or a variable.</summary>
    private static readonly string[] Starts = ["--inspect", "debugpy", "jdwp", "dlv", "xdebug"];

    /// <summary>
    /// Null for a port that may be published. Servers listen on the ports of debuggers as well (n8n on 5678, Rasa on 5005), so a debugger's port is one only of a service
    /// that publishes another port, or whose command or variables start a debugger.
    /// </summary>
    /// <param name="port">The container's.</param>
    public static string? Owner(ComposeService service, int port)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (Stores.TryGetValue(port, out var store)) return store;
        return Debuggers.TryGetValue(port, out var debugger) && (service.Ports.Any(other => !Stores.ContainsKey(other.Target) && !Debuggers.ContainsKey(other.Target)) || StartsDebugger(service)) ? debugger : null;
    }

    private static bool StartsDebugger(ComposeService service) => service.Node.Texts("entrypoint").Concat(service.Node.Texts("command"))
        .Concat(service.Environment.SelectMany(variable => new[] { variable.Key, variable.Value ?? "" })).Any(text => Starts.Any(start => text.Contains(start, StringComparison.OrdinalIgnoreCase)));
}
