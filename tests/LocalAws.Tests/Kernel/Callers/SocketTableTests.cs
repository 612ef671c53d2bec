using System.Net;
using System.Net.Sockets;
using Slipway.LocalAws.Kernel.Callers;

namespace Slipway.LocalAws.Tests.Kernel.Callers;

/// <summary>The rows are those of a machine whose processor has the lowest byte first.</summary>
public sealed class SocketTableTests
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private const string Listening = "   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 100 1 0000000000000000 100 0 0 10 0";
    private const string ServersEnd = "   1: 0100007F:11D6 0100007F:D3A4 01 00000000:00000000 00:00000000 00000000  1000        0 101 1 0000000000000000 20 4 30 10 -1";
    private const string ElsewhereFromThatPort = "   2: 0100007F:D3A4 0100007F:0050 01 00000000:00000000 00:00000000 00000000  1000        0 102 1 0000000000000000 20 4 30 10 -1";
    private const string ClientsEnd = "   3: 0100007F:D3A4 0100007F:11D6 01 00000000:00000000 02:000000A8 00000000  1001        0 103 2 0000000000000000 20 4 0 10 -1";
    private const string HalfClosed = "   3: 0100007F:D3A4 0100007F:11D6 05 00000000:00000000 02:000000A8 00000000  1001        0 103 2 0000000000000000 20 4 0 10 -1";
    private const string Orphan = "   3: 0100007F:D3A4 0100007F:11D6 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 0 10 -1";
    private const string TimeWait = "   3: 0100007F:D3A4 0100007F:11D6 06 00000000:00000000 03:00001508 00000000     0        0 0 3 0000000000000000";
    private const string Mapped = "   3: 0000000000000000FFFF00000100007F:D3A4 0000000000000000FFFF00000100007F:11D6 01 00000000:00000000 00:00000000 00000000  1002        0 104 1 0000000000000000 20 4 30 10 -1";

    private static readonly IPEndPoint Client = new(IPAddress.Loopback, 0xD3A4);
    private static readonly IPEndPoint Server = new(IPAddress.Loopback, 0x11D6);

    [TestCase(ClientsEnd, 1001u)]
    [TestCase(HalfClosed, 1001u)]
    [TestCase(Mapped, 1002u)]
    [TestCase(Orphan, null)]
    [TestCase(TimeWait, null)]
    [TestCase("", null)]
    public void A_connection_is_of_the_user_whose_process_has_its_other_end_open(string row, uint? user)
    {
        var found = SocketTable.Find([Head, Listening, ServersEnd, ElsewhereFromThatPort, row], Client, Server);

        Assert.That(found, Is.EqualTo(user));
    }

    [Test]
    public void An_address_that_is_mapped_to_IPv6_is_the_same()
    {
        var found = SocketTable.Find([Head, ClientsEnd], new(IPAddress.Loopback.MapToIPv6(), Client.Port), new(IPAddress.Loopback.MapToIPv6(), Server.Port));

        Assert.That(found, Is.EqualTo(1001u));
    }

    [Test]
    public void An_address_of_IPv6_is_found_by_all_of_its_words()
    {
        const string Row = "   0: 00000000000000000000000001000000:D3A4 00000000000000000000000001000000:11D6 01 00000000:00000000 00:00000000 00000000  1003        0 105 1 0000000000000000 20 4 30 10 -1";

        var found = SocketTable.Find([Row], new(IPAddress.IPv6Loopback, Client.Port), new(IPAddress.IPv6Loopback, Server.Port));

        Assert.That(found, Is.EqualTo(1003u));
    }

    [TestCase(AddressFamily.InterNetwork)]
    [TestCase(AddressFamily.InterNetworkV6)]
    [Platform("Linux", Reason = "Only Linux tells.")]
    public async Task Linux_says_so_for_a_connection_until_it_is_closed(AddressFamily family)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = await ConnectAsync(family, (IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptSocketAsync();
        var (remote, local) = ((IPEndPoint)accepted.RemoteEndPoint!, (IPEndPoint)accepted.LocalEndPoint!);

        var (isAnswered, open) = (SocketQuery.TryFind(remote, local, out var asked), asked);
        var tabled = SocketTable.InTables(remote, local);
        client.Dispose();
        var closed = (SocketTable.OwnerOf(remote, local), SocketTable.InTables(remote, local));

        Assert.That((isAnswered, open, tabled), Is.EqualTo((true, (uint?)ProcessUser.Id, (uint?)ProcessUser.Id)));
        Assert.That(closed, Is.EqualTo(((uint?)null, (uint?)null)));
    }

    [Test]
    [Platform("Linux", Reason = "Only Linux tells.")]
    public void Who_listens_where_a_client_was_is_not_that_client()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var found = SocketTable.OwnerOf((IPEndPoint)listener.LocalEndpoint, new(IPAddress.Loopback, 9));

        Assert.That(found, Is.Null);
    }

    private static async Task<Socket> ConnectAsync(AddressFamily family, IPEndPoint server)
    {
        var client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
            client.DualMode = true;
        await client.ConnectAsync(family == AddressFamily.InterNetworkV6 ? new IPEndPoint(server.Address.MapToIPv6(), server.Port) : server);
        return client;
    }
}
