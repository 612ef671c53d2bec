using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>Two ends of one WebSocket on loopback.</summary>
internal sealed class ChannelPair : IDisposable
{
    private ChannelPair(WebSocket client, WebSocket server) => (Client, Server) = (client, server);

    public WebSocket Client { get; }

    public WebSocket Server { get; }

    public static async Task<ChannelPair> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await accepting;
        return new(
            WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions { IsServer = false }),
            WebSocket.CreateFromStream(server.GetStream(), new WebSocketCreationOptions { IsServer = true }));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
