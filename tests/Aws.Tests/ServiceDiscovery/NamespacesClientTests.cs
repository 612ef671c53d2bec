using Slipway.Aws.ServiceDiscovery;
using Slipway.Testing;

namespace Slipway.Aws.Tests.ServiceDiscovery;

public sealed class NamespacesClientTests
{
    [Test]
    public async Task Pages_are_followed_empty_ones_too()
    {
        using var fake = new FakeAws().On(
            "ListNamespaces",
            AwsAnswer.Ok("{'Namespaces':[{'Id':'ns-1','Name':'a','Arn':'arn:a','Type':'HTTP'}],'NextToken':'1'}"),
            AwsAnswer.Ok("{'Namespaces':[],'NextToken':'2'}"),
            AwsAnswer.Ok("{'Namespaces':[{'Id':'ns-2','Name':'b','Arn':'arn:b','Type':'DNS_PRIVATE'}]}"));
        using var aws = Given.Clients(fake);

        var found = await aws.Namespaces.ListAsync(default);

        Assert.That(found, Is.EqualTo(new DiscoveryNamespace[] { new("a", "arn:a"), new("b", "arn:b") }));
        Assert.That(fake.DocumentsTo("ListNamespaces").Select(sent => (string?)sent["NextToken"]), Is.EqualTo(new[] { null, "1", "2" }));
    }
}
