
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>
/// What a database server says first on a new connection, which tells that it speaks its protocol and not only that its port is open.
/// </summary>
/// <remarks>
/// MySQL and MariaDB: a packet of which the fifth byte is the protocol version, 10, or 255 for an error (client/server protocol, initial handshake packet).
/// PostgreSQL: one byte, S or N, in answer to an SSLRequest (frontend/backend protocol, message formats).
/// </remarks>
public static class DatabaseGreeting
{
    /// <summary>Prints the first bytes that the server sends, in hexadecimal; runs in the database's own container, where bash is.</summary>
    public static IReadOnlyList<string> ProbeCommand(DatabaseKind kind, int port) => kind switch
    {
        DatabaseKind.MySql => Bash($"exec 3<>/dev/tcp/127.0.0.1/{port} && timeout 3 head -c 5 <&3 | od -An -v -tx1"),
        DatabaseKind.Postgres => Bash($@"exec 3<>/dev/tcp/127.0.0.1/{port} && printf '\0\0\0\010\004\322\026\057' >&3 && timeout 3 head -c 1 <&3 | od -An -v -tx1"),
        _ => Bash($"exec 3<>/dev/tcp/127.0.0.1/{port} && echo open"),
    };

    /// <summary>Null when the server is ready; otherwise what was seen instead.</summary>
    public static string? Problem(DatabaseKind kind, string output)
    {
        var bytes = output.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return kind switch
        {
            DatabaseKind.MySql when bytes is [_, _, _, _, "0a"] => null,
            DatabaseKind.MySql when bytes is [_, _, _, _, "ff"] => "the server refused the connection",
            DatabaseKind.Postgres when bytes is ["53"] or ["4e"] => null,
            DatabaseKind.Tcp when bytes is ["open"] => null,
            _ => bytes.Length == 0 ? "no answer on its port" : $"an answer that is not its protocol ({output.Trim()})",
        };
    }

    private static string[] Bash(string script) => ["bash", "-c", script];
}
