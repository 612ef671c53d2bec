using Slipway.LocalAws.LoadBalancing.Proxy;

namespace Slipway.LocalAws.Tests.LoadBalancing.Proxy;

public sealed class ProxyChangesTests
{
    private static readonly Dictionary<string, ServerState> Nothing = [];

    [Test]
    public void Targets_come_before_the_rules_change_and_go_after_it()
    {
        var found = new Dictionary<string, ServerState> { ["rr-0/old"] = ServerState.Ready, ["rr-0/gone"] = ServerState.Drain };
        var plan = Plan(("rr-1/new", true), ("rr-1/failing", false), ("rr-0/old", false));

        var commands = ProxyChanges.Between(found, "v0", plan);

        Assert.That(commands, Is.EqualTo(new[]
        {
            "add server rr-1/new 10.0.0.1:80",
            "set server rr-1/new state ready",
            "add server rr-1/failing 10.0.0.1:80",
            "slipway begin",
            "slipway rule",
            "slipway commit v1",
            "set server rr-1/failing state drain",
            "set server rr-0/old state drain",
            "set server rr-0/gone state maint",
            "shutdown sessions server rr-0/gone",
            "del server rr-0/gone",
        }));
    }

    [Test]
    public void What_is_as_it_should_be_needs_no_commands()
    {
        var found = new Dictionary<string, ServerState> { ["rr-0/one"] = ServerState.Ready, ["rr-0/two"] = ServerState.Drain };

        var commands = ProxyChanges.Between(found, "v1", Plan(("rr-0/one", true), ("rr-0/two", false)));

        Assert.That(commands, Is.Empty);
    }

    [Test]
    public void A_registered_target_that_no_rule_leads_to_may_end_its_requests()
    {
        var found = new Dictionary<string, ServerState> { ["rr-0/other"] = ServerState.Ready };

        var commands = ProxyChanges.Between(found, "v1", Plan() with { Registered = new HashSet<string> { "other" } });

        Assert.That(commands, Is.EqualTo(new[] { "set server rr-0/other state maint", "del server rr-0/other" }));
    }

    [Test]
    public void A_server_that_was_on_its_way_out_is_rolled_back()
    {
        var found = new Dictionary<string, ServerState> { ["rr-0/one"] = ServerState.Maintenance };

        var commands = ProxyChanges.Between(found, "v1", Plan(("rr-0/one", true)));

        Assert.That(commands, Is.EqualTo(new[] { "set server rr-0/one state ready" }));
    }

    [Test]
    public void A_container_that_has_just_started_is_told_everything()
    {
        var commands = ProxyChanges.Between(Nothing, "none", Plan(("rr-0/one", true)));

        Assert.That(commands, Is.EqualTo(new[]
        {
            "add server rr-0/one 10.0.0.1:80", "set server rr-0/one state ready", "slipway begin", "slipway rule", "slipway commit v1",
        }));
    }

    [Test]
    public void Certificates_of_the_list_come_change_and_go()
    {
        const string Present = "# filename\n/etc/slipway/placeholder.pem\n/etc/slipway/certificates/kept.pem\n/etc/slipway/certificates/old.pem";
        var plan = Plan() with { CertificateList = new Dictionary<string, string> { ["/etc/slipway/certificates/kept.pem"] = "one\n\ntwo\n", ["/etc/slipway/certificates/new.pem"] = "three" } };

        var commands = ProxyChanges.Between(Nothing, "v0", plan, Present, Present.Replace("# filename", "# /etc/slipway/certificates.list", StringComparison.Ordinal));

        Assert.That(commands, Is.EqualTo(new[]
        {
            "set ssl cert /etc/slipway/certificates/kept.pem <<\none\ntwo\n",
            "commit ssl cert /etc/slipway/certificates/kept.pem",
            "new ssl cert /etc/slipway/certificates/new.pem",
            "set ssl cert /etc/slipway/certificates/new.pem <<\nthree\n",
            "commit ssl cert /etc/slipway/certificates/new.pem",
            "add ssl crt-list /etc/slipway/certificates.list /etc/slipway/certificates/new.pem",
            "del ssl crt-list /etc/slipway/certificates.list /etc/slipway/certificates/old.pem",
            "del ssl cert /etc/slipway/certificates/old.pem",
            "slipway begin",
            "slipway rule",
            "slipway commit v1",
        }));
    }

    [Test]
    public void What_an_interruption_left_of_certificates_is_completed()
    {
        const string Present = "# transaction\n*/etc/slipway/certificates/made.pem\n# filename\n/etc/slipway/certificates/made.pem\n/etc/slipway/certificates/unlisted.pem\n/etc/slipway/placeholder.pem";
        const string Listed = "# /etc/slipway/certificates.list\n/etc/slipway/placeholder.pem";
        var plan = Plan() with { Certificate = ["set own", "commit own"], CertificateList = new Dictionary<string, string> { ["/etc/slipway/certificates/made.pem"] = "one" } };

        var commands = ProxyChanges.Between(Nothing, "v0", plan, Present, Listed);

        Assert.That(commands, Is.EqualTo(new[]
        {
            "abort ssl cert /etc/slipway/certificates/made.pem",
            "set own",
            "commit own",
            "set ssl cert /etc/slipway/certificates/made.pem <<\none\n",
            "commit ssl cert /etc/slipway/certificates/made.pem",
            "add ssl crt-list /etc/slipway/certificates.list /etc/slipway/certificates/made.pem",
            "del ssl cert /etc/slipway/certificates/unlisted.pem",
            "slipway begin",
            "slipway rule",
            "slipway commit v1",
        }));
    }

    [Test]
    public void The_table_of_HAProxy_is_read_by_its_heading_and_other_backends_are_left_out()
    {
        const string Table = """
            1
            # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_port
            5 administration 1 haproxy - 2 0 0
            12 rr-3 1 i-0:1_172.18.0.2_8080 172.18.0.2 2 0 8080
            12 rr-3 2 two 172.18.0.3 2 8 8080
            13 lc-3 1 three 172.18.0.4 0 1 8080
            13 lc-3 2 four 172.18.0.5 0 9 8080
            """;

        var servers = ServerTable.Parse(Table);

        Assert.That(servers, Is.EqualTo(new Dictionary<string, ServerState>
        {
            ["rr-3/i-0:1_172.18.0.2_8080"] = ServerState.Ready,
            ["rr-3/two"] = ServerState.Drain,
            ["lc-3/three"] = ServerState.Maintenance,
            ["lc-3/four"] = ServerState.Maintenance,
        }));
    }

    private static ProxyPlan Plan(params (string Name, bool TakesRequests)[] servers) => new(
        servers.ToDictionary(server => server.Name, server => new PlannedServer("10.0.0.1:80", server.TakesRequests)),
        new HashSet<string>(servers.Select(server => server.Name[(server.Name.IndexOf('/') + 1)..])),
        ["slipway rule"],
        [],
        "v1");
}
