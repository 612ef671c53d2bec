using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CloudMap;

/// <summary>Services that find each other by the names that they would have on AWS.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class NamesOnDockerTests
{
    private const string Network = """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}} """;

    /// <summary>Asks a host and a port by HTTP and gives the answer, <c>unknown</c> for a name that does not resolve, or why it is not reached.</summary>
    private const string Ask = """
        sub ask {
          my ($host, $port) = split /:/, $_[0]; gethostbyname($host) or return 'unknown';
          my $u = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 5) or return "none $!";
          print $u "GET / HTTP/1.0\r\n\r\n"; local $/; my $t = <$u> // ''; $t =~ s/.*?\r\n\r\n//s; $t
        }
        """;

    [Test]
    public async Task A_service_is_found_by_its_name_through_a_deployment_that_replaces_it()
    {
        await using var ecs = await EcsServer.StartAsync();
        var map = new CloudMapClient(ecs.Server.Client);
        await map.NamespaceAsync("shop.test");
        await RegisterAsync(ecs, "api", "awsvpc", Answering("one"));
        var clients = await ClientsAsync(ecs);
        var before = await AskAsync(clients, "api.shop.test:8080");

        await ServeAsync(ecs, "api", $$"""{{Network}}, "serviceRegistries": [{"registryArn": "{{await RegistryAsync(map, "api", "A")}}"}]""");
        var first = await UntilAsync(clients, "api.shop.test:8080", "one");
        await RegisterAsync(ecs, "api", "awsvpc", Answering("two"));
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "api", "taskDefinition": "api"}""");
        await ecs.ServiceAsync("api", EcsServer.IsDeployed);
        var second = await UntilAsync(clients, "api.shop.test:8080", "two");
        var others = await AskAsync(clients, "api:8080");
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "api", "desiredCount": 0}""");
        var last = await UntilAsync(clients, "api.shop.test:8080", "unknown");

        Assert.That(new[] { before, first, second, others, last }, Is.EqualTo(new[] { "unknown unknown unknown", "one one one", "two two two", "unknown unknown unknown", "unknown unknown unknown" }));
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the engine's machine is another one.")]
    public async Task A_service_on_the_bridge_is_reached_at_the_port_of_the_host_that_its_record_has()
    {
        await using var ecs = await EcsServer.StartAsync();
        var map = new CloudMapClient(ecs.Server.Client);
        await map.NamespaceAsync("shop.test");
        await RegisterAsync(ecs, "api", "bridge", EcsServer.Perl("api", "sub answer { 'one' }" + EcsServer.Web, """{"portMappings": [{"containerPort": 8080}]}"""));
        await ServeAsync(ecs, "api", $$""" "serviceRegistries": [{"registryArn": "{{await RegistryAsync(map, "api", "SRV")}}", "containerName": "api", "containerPort": 8080}]""");
        var clients = await ClientsAsync(ecs);

        var record = await Eventually.GetAsync(() => map.ResolveAsync("api.shop.test", "SRV"), answer => answer.StartsWith("api.shop.test 5 1 1 ", StringComparison.Ordinal));

        var (port, host) = (record.Split(' ')[4], record.Split(' ')[5]);
        Assert.That(port, Is.Not.EqualTo("8080"));
        Assert.That(await UntilAsync(clients, $"{host}:{port}", "one"), Is.EqualTo("one one one"));
    }

    private static JsonObject Answering(string text) => EcsServer.Perl("api", $"sub answer {{ '{text}' }}" + EcsServer.Web);

    private static async Task<string> RegistryAsync(CloudMapClient map, string name, string type) => $"arn:aws:servicediscovery:us-east-1:000000000000:service/{await map.ServiceAsync("shop.test", name, type)}";

    private static Task<JsonObject> RegisterAsync(EcsServer ecs, string family, string mode, JsonObject container) =>
        ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "{{family}}", "networkMode": "{{mode}}", "containerDefinitions": [{{container.ToJsonString()}}]}""");

    private static Task<JsonObject> ServeAsync(EcsServer ecs, string family, string members) =>
        ecs.CallAsync("CreateService", $$"""{"cluster": "local", "serviceName": "{{family}}", "taskDefinition": "{{family}}", "desiredCount": 1, {{members}}}""");

    /// <summary>The engine's ids of a container in each network mode.</summary>
    private static async Task<IReadOnlyList<string>> ClientsAsync(EcsServer ecs)
    {
        var clients = new List<string>();
        foreach (var mode in new[] { "awsvpc", "bridge", "host" })
        {
            await RegisterAsync(ecs, $"client-{mode}", mode, EcsServer.Perl("client", "$SIG{TERM} = sub { exit }; sleep 600"));
            var run = await ecs.CallAsync("RunTask", $$"""{"cluster": "local", "taskDefinition": "client-{{mode}}"{{(mode == "awsvpc" ? $", {Network}" : "")}}}""");
            var request = $$"""{"cluster": "local", "tasks": ["{{run["tasks"]![0]!["taskArn"]}}"]}""";
            var task = await EcsServer.UntilAsync(async () => (await ecs.CallAsync("DescribeTasks", request))["tasks"]![0]!, task => (string?)task["lastStatus"] is "RUNNING" or "STOPPED");
            Assert.That((string?)task["lastStatus"], Is.EqualTo("RUNNING"), task["containers"]!.ToJsonString());
            clients.Add((string)task["containers"]![0]!["runtimeId"]!);
        }

        return clients;
    }

    private static Task<string> UntilAsync(IReadOnlyList<string> clients, string where, string answer) =>
        Eventually.GetAsync(() => AskAsync(clients, where), answers => answers == string.Join(' ', clients.Select(_ => answer)));

    /// <summary>The answer that each gets.</summary>
    private static async Task<string> AskAsync(IReadOnlyList<string> clients, string where) =>
        string.Join(' ', await Task.WhenAll(clients.Select(client => EcsServer.DockerAsync("exec", client, "perl", "-MIO::Socket::INET", "-e", $"{Ask} print ask('{where}')"))));
}
