using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>Ports of 127.0.0.1 that no two fixtures get.</summary>
internal static class FreePort
{
    // Below the ports that systems give to clients, to sockets that ask for any port, and to published ports of containers.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>A port on which nobody listens.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (Taken.TryAdd(port, true) && IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
