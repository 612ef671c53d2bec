using Slipway.Pipeline.Environments.Rehearsal;

namespace Slipway.Pipeline.Tests.Environments.Rehearsal;

public sealed class PortOwnerTests
{
    /// <summary>Port 4566 is 11D6; the second row listens elsewhere, the third is a connection to it.</summary>
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 52100 1 0000000000000000 100 0 0 10 0",
        "   2: 0100007F:11D7 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 52102 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:9C40 0100007F:11D6 01 00000000:00000000 00:00000000 00000000  1001        0 52101 1 0000000000000000 20 4 30 10 -1",
    ];

    [TestCase(4566, 1000u, true)]
    [TestCase(4566, 1001u, false)]
    [TestCase(4566, 0u, false)]
    [TestCase(4567, 1000u, false)]
    [TestCase(4568, 1000u, true)]
    public void A_port_that_another_user_listens_at_is_not_LocalAwss(int port, uint user, bool may) => Assert.That(PortOwner.MayBeOwn(Table, port, user), Is.EqualTo(may));

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system does not tell.")]
    public void A_port_of_this_process_is_its_own()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        Assert.That(PortOwner.MayBeOwn(((System.Net.IPEndPoint)listener.LocalEndpoint).Port), Is.True);
    }
}
