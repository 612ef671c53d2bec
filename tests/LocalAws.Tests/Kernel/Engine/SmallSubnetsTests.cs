using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

public sealed class SmallSubnetsTests
{
    [Test]
    public void There_are_512_different_ones_for_tests_of_networks()
    {
        var subnets = SmallSubnets.InAnyOrder().ToList();

        Assert.That(subnets.Distinct().ToList(), Has.Count.EqualTo(512));
        Assert.That(subnets, Has.All.Match(@"^198\.1[89]\.\d{1,3}\.0/24$"));
        Assert.That(SmallSubnets.GatewayOf("198.19.255.0/24"), Is.EqualTo("198.19.255.1"));
    }

    [TestCase("Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network")]
    [TestCase("Error response from daemon: all predefined address pools have been fully subnetted")]
    public void They_are_needed_when_the_pools_of_the_engine_end(string message)
    {
        var refused = new EngineException(message);

        Assert.That((SmallSubnets.AreNeeded(refused), SmallSubnets.IsTaken(refused)), Is.EqualTo((true, false)));
    }
}
