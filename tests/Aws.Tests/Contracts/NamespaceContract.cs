using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class NamespaceContract(AwsServer server) : AwsContract(server)
{
    [Test]
    public async Task A_namespace_that_was_made_is_listed_with_its_arn()
    {
        var (calls, names) = (Unique("calls"), Unique("names"));
        var discovery = Aws.Json(AwsService.ServiceDiscovery);
        await discovery.InvokeAsync("CreateHttpNamespace", new() { ["Name"] = calls, ["CreatorRequestId"] = calls }, default);
        await discovery.InvokeAsync("CreatePrivateDnsNamespace", new() { ["Name"] = names, ["Vpc"] = "vpc-1", ["CreatorRequestId"] = names }, default);

        var found = (await Aws.Namespaces.ListAsync(default)).Where(space => space.Name == calls || space.Name == names).ToList();

        Assert.That(found.Select(space => space.Name), Is.EquivalentTo(new[] { calls, names }));
        Assert.That(found.Select(space => space.Arn), Is.All.Match("^arn:aws:servicediscovery:[a-z0-9-]+:[0-9]{12}:namespace/ns-[a-z0-9]+$"));
    }
}
