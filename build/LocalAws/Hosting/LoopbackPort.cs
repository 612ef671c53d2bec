using System.Net;
using System.Net.Sockets;

namespace Slipway.LocalAws.Hosting;

/// <summary>Finds ports on 127.0.0.1 and holds them: a port that was only checked may be someone else's a moment later.</summary>
internal static class LoopbackPort
{
    /// <summary>A socket that listens on the first of the ports that is free, else on any.</summary>
    public static Socket ListenOnFirstFree(params ReadOnlySpan<int> preferred)
    {
        foreach (var port in preferred)
        {
            if (port > 0 && TryListen(port) is { } socket)
                return socket;
        }

        return TryListen(0) ?? throw new StartException(3, "No port is free on 127.0.0.1.");
    }

    /// <summary>A socket that listens on this port; null when someone else has it.</summary>
    public static Socket? TryListen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            return null;
        }
    }

    public static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
