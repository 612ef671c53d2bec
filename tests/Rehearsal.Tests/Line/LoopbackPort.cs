using System.Net;
using System.Net.Sockets;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>Ports of 127.0.0.1 that belong to one test until the test process ends, whoever listens on them and when.</summary>
/// <remarks>
/// The claim is a socket on the same port of 127.0.0.2, where nobody else looks. A system without that address has only
/// the range: it is below the one from which systems hand out ports themselves.
/// </remarks>
internal static class LoopbackPort
{
    private const int First = 20_000;
    private const int Last = 30_000;

    private static readonly IPAddress Second = new([127, 0, 0, 2]);
    private static readonly List<Socket> Claims = [];

    /// <summary>A port on which nobody listens and which no other test claims.</summary>
    public static int Claim()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (TryListen(Second, port) && IsFree(port)) return port;
        }
    }

    /// <summary>Listens there itself, so that nobody else can.</summary>
    public static bool TryHold(int port) => TryListen(IPAddress.Loopback, port);

    /// <returns>False when another process has the port, or another test.</returns>
    private static bool TryListen(IPAddress address, int port)
    {
        var claim = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            claim.Bind(new IPEndPoint(address, port));
            claim.Listen();
            lock (Claims) Claims.Add(claim);
            return true;
        }
        catch (SocketException refused)
        {
            claim.Dispose();
            return refused.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied);
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
