using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CloudMap;

/// <summary>What the names of private namespaces resolve to.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class NameTests
{
    private const string Health = """, "HealthCheckCustomConfig": {}""";

    [Test]
    public async Task A_name_follows_the_instances_that_are_registered()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        var web = await map.ServiceAsync("shop.local", "web", "A");

        var before = await map.ResolveAsync("web.shop.local");
        await map.RegisterAsync(web, "one", """{"AWS_INSTANCE_IPV4": "10.0.0.1"}""");
        await map.RegisterAsync(web, "two", """{"AWS_INSTANCE_IPV4": "10.0.0.2"}""");
        var both = await map.ResolveAsync("web.shop.local");
        await map.DeregisterAsync(web, "one");
        var second = await map.ResolveAsync("WEB.Shop.LOCAL");
        await map.DeregisterAsync(web, "two");

        Assert.That(
            new[] { before, both, second, await map.ResolveAsync("web.shop.local") },
            Is.EqualTo(new[] { "NXDOMAIN of shop.local for 15 s", "web.shop.local 5 10.0.0.1\nweb.shop.local 5 10.0.0.2", "WEB.Shop.LOCAL 5 10.0.0.2", "NXDOMAIN of shop.local for 15 s" }));
    }

    [TestCase("web.shop.local", "AAAA", "NODATA of shop.local for 15 s")]
    [TestCase("web.shop.local", "SRV", "NODATA of shop.local for 15 s")]
    [TestCase("shop.local", "A", "NODATA of shop.local for 15 s")]
    [TestCase("one.web.shop.local", "A", "NXDOMAIN of shop.local for 15 s")]
    [TestCase("other.shop.local", "A", "NXDOMAIN of shop.local for 15 s")]
    [TestCase("web", "A", "NXDOMAIN")]
    [TestCase("web.workshop.local", "A", "elsewhere")]
    [TestCase("example.com", "A", "elsewhere")]
    [TestCase("data-169.254.170.2", "A", "data-169.254.170.2 60 169.254.170.2")]
    [TestCase("data-169.254.170.2", "AAAA", "NODATA")]
    [TestCase("api.internal", "A", "elsewhere")]
    [TestCase("db.inner.shop.local", "A", "db.inner.shop.local 5 10.0.0.3")]
    public async Task A_name_that_is_not_registered_does_not_resolve(string name, string type, string answer)
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        await map.NamespaceAsync("inner.shop.local");
        await server.Client.SucceedAsync(CloudMapClient.Target + "CreateHttpNamespace", """{"Name": "internal"}""");
        await map.RegisterAsync(await map.ServiceAsync("shop.local", "web", "A"), "one", """{"AWS_INSTANCE_IPV4": "10.0.0.1"}""");
        await map.RegisterAsync(await map.ServiceAsync("inner.shop.local", "db", "A"), "one", """{"AWS_INSTANCE_IPV4": "10.0.0.3"}""");

        Assert.That(await map.ResolveAsync(name, type), Is.EqualTo(answer));
    }

    [Test]
    public async Task An_SRV_record_leads_to_the_port_and_the_name_of_each_instance()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        await map.RegisterAsync(await map.ServiceAsync("shop.local", "api", "SRV"), "one", """{"AWS_INSTANCE_IPV4": "10.0.0.1", "AWS_INSTANCE_PORT": "32768"}""");

        Assert.That(
            new[] { await map.ResolveAsync("api.shop.local", "SRV"), await map.ResolveAsync("one.api.shop.local"), await map.ResolveAsync("api.shop.local") },
            Is.EqualTo(new[] { "api.shop.local 5 1 1 32768 one.api.shop.local", "one.api.shop.local 5 10.0.0.1", "NODATA of shop.local for 15 s" }));
    }

    [Test]
    public async Task Those_that_are_not_healthy_are_named_only_when_none_is()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        var web = await map.ServiceAsync("shop.local", "web", "A", Health);
        await map.RegisterAsync(web, "one", """{"AWS_INSTANCE_IPV4": "10.0.0.1"}""");
        await map.RegisterAsync(web, "two", """{"AWS_INSTANCE_IPV4": "10.0.0.2", "AWS_INIT_HEALTH_STATUS": "UNHEALTHY"}""");

        var healthy = await map.ResolveAsync("web.shop.local");
        await server.Client.SucceedAsync(CloudMapClient.Target + "UpdateInstanceCustomHealthStatus", $$"""{"ServiceId": "{{web}}", "InstanceId": "one", "Status": "UNHEALTHY"}""");

        Assert.That((healthy, await map.ResolveAsync("web.shop.local")), Is.EqualTo(("web.shop.local 5 10.0.0.1", "web.shop.local 5 10.0.0.1\nweb.shop.local 5 10.0.0.2")));
    }

    [Test]
    public async Task An_answer_has_eight_instances_at_most_and_one_where_they_are_weighted()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        var (web, one) = (await map.ServiceAsync("shop.local", "web", "A"), await map.ServiceAsync("shop.local", "one", "A", policy: "WEIGHTED"));
        for (var number = 1; number <= 10; number++)
        {
            await map.RegisterAsync(web, $"n{number}", $$"""{"AWS_INSTANCE_IPV4": "10.0.0.{{number}}"}""");
            await map.RegisterAsync(one, $"n{number}", $$"""{"AWS_INSTANCE_IPV4": "10.0.0.{{number}}"}""");
        }

        Assert.That(((await map.ResolveAsync("web.shop.local")).Split('\n').Length, (await map.ResolveAsync("one.shop.local")).Split('\n').Length), Is.EqualTo((8, 1)));
    }

    [Test]
    public async Task An_answer_that_is_too_large_for_a_datagram_is_asked_for_again_by_TCP()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        var api = await map.ServiceAsync("shop.local", "api", "SRV");
        for (var number = 0; number < 8; number++)
            await map.RegisterAsync(api, $"{number}{new string('a', 60)}", """{"AWS_INSTANCE_IPV4": "10.0.0.1", "AWS_INSTANCE_PORT": "80"}""");

        Assert.That(
            (await map.ResolveAsync("api.shop.local", "SRV"), (await map.ResolveAsync("api.shop.local", "SRV", byTcp: true)).Split('\n').Length, (await map.ResolveAsync("api.shop.local", "SRV", size: 1232)).Split('\n').Length),
            Is.EqualTo(("truncated", 8, 8)));
    }
}
