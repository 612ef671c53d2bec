using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.CloudMap;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Connect;

/// <summary>Services that find each other by the names that Service Connect gives them, and those that do not.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ConnectOnDockerTests
{
    private static readonly int Least = Soak.Count(20_000);

    /// <summary>Asks a host and a port by HTTP and gives the answer, <c>unknown</c> for a name that does not resolve, or why it is not reached.</summary>
    private const string Ask = """
        sub ask {
          my ($host, $port) = split /:/, $_[0]; gethostbyname($host) or return 'unknown';
          my $u = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 5) or return "none $!";
          print $u "GET / HTTP/1.0\r\n\r\n"; local $/; my $t = <$u> // ''; $t =~ s/^HTTP\S+ 200 .*?\r\n\r\n//s; $t
        }
        """;

    /// <summary>The same at a connection that is kept, in <c>$kept</c>; it is made anew after an answer that closes it.</summary>
    private const string AskAgain = """
        my $kept;
        sub ask_again {
          $kept //= IO::Socket::INET->new(PeerAddr => 'api.shop', PeerPort => 80, Timeout => 5) or return "none $!";
          print $kept "GET / HTTP/1.1\r\nHost: api.shop\r\n\r\n";
          my ($length, $closes, $status) = (0, 0, <$kept> // '');
          while (defined(my $line = <$kept>)) { last if $line =~ /^\r?\n$/; $length = $1 if $line =~ /^content-length: (\d+)/i; $closes = 1 if $line =~ /^connection: close/i }
          read($kept, my $text, $length) if $length; undef $kept if $closes || $status eq '';
          $status =~ / 200 / ? $text : "kept '$status'";
        }
        """;

    /// <summary>Answers on port 8080 with a text, and after SIGTERM those whose connection is there already. With a file <c>/tmp/deaf</c> it runs on without its port.</summary>
    private const string Answer = """
        my $ends; $SIG{TERM} = sub { $ends = 1 };
        my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 50, ReuseAddr => 1) or die; my $waiting = IO::Select->new($s);
        while (1) {
          if (-e '/tmp/deaf') { close $s; sleep 1 until $ends; exit }
          if (!$waiting->can_read(0.2)) { $ends ? exit : next }
          my $c = $s->accept or next;
          while (<$c>) { last if /^\r?\n$/ }
          print $c "HTTP/1.0 200 OK\r\nContent-Length: " . length($text) . "\r\n\r\n$text"; close $c;
        }
        """;

    private const string Sleep = "$SIG{TERM} = sub { exit }; sleep 600";
    private const string Network = """, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}} """;
    private const string Client = """ "serviceConnectConfiguration": {"enabled": true, "namespace": "shop"} """;

    [Test]
    public async Task A_client_finds_a_server_by_its_name_and_nobody_else_does()
    {
        await using var ecs = await StartAsync();
        await ServeAsync(ecs, "early", "awsvpc", Sleep, Client);
        await ServeAsync(ecs, "api", "awsvpc", $"my $text = 'one'; {Answer}", Server("api", """{"port": 80}"""), count: 2);
        await ServeAsync(ecs, "db", "bridge", $"my $text = 'two'; {Answer}", Server("db", """{"port": 3306, "dnsName": "db"}"""), protocol: "");
        foreach (var (name, mode) in new[] { ("client", "awsvpc"), ("bridged", "bridge") })
            await ServeAsync(ecs, name, mode, Sleep, Client);
        await ecs.CallAsync("CreateCluster", """{"clusterName": "elsewhere", "serviceConnectDefaults": {"namespace": "far"}}""");
        await ServeAsync(ecs, "far", "awsvpc", Sleep, Client.Replace("shop", "far", StringComparison.Ordinal));
        await ServeAsync(ecs, "alone", "awsvpc", Sleep, "");
        var standalone = await ecs.CallAsync("RunTask", """{"cluster": "local", "taskDefinition": "client", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}}""");
        var single = await RunningAsync(ecs, (string)standalone["tasks"]![0]!["taskArn"]!);

        var answers = new List<string>();
        foreach (var name in new[] { "client", "bridged", "api", "db", "early", "far", "alone" })
            answers.Add($"{name}: {await AskAsync(await ContainerAsync(ecs, name))}");
        answers.Add($"standalone: {await AskAsync(single)}");
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "early", "forceNewDeployment": true}""");
        await ecs.ServiceAsync("early", EcsServer.IsDeployed);
        answers.Add($"again: {await AskAsync(await ContainerAsync(ecs, "early"))}");

        Assert.That(answers, Is.EqualTo(new[]
        {
            "client: one two", "bridged: one two", "api: one unknown", "db: one two", "early: unknown unknown", "far: unknown unknown", "alone: unknown unknown", "standalone: unknown unknown", "again: one two",
        }));
        var found = await ecs.Server.Client.SucceedAsync(CloudMapClient.Target + "DiscoverInstances", """{"NamespaceName": "shop", "ServiceName": "api"}""");
        Assert.That(found["Instances"]!.AsArray().Select(instance => $"{instance!["HealthStatus"]} {instance["Attributes"]!["AWS_INSTANCE_PORT"]} {instance["Attributes"]!["ECS_SERVICE_NAME"]}"), Is.EqualTo(new[] { "HEALTHY 8080 api", "HEALTHY 8080 api" }));
    }

    [Test]
    public async Task No_request_is_lost_while_a_server_is_replaced()
    {
        await using var ecs = await StartAsync();
        await ServeAsync(ecs, "api", "awsvpc", $"my $text = 'one'; {Answer}", Server("api", """{"port": 80}"""), count: 2);
        await ServeAsync(ecs, "client", "awsvpc", Sleep, Client);
        var script = $$"""
            {{Ask}} {{AskAgain}}
            my (%seen, @lost, $total); $| = 1;
            until (($seen{two} // 0) >= 50 && $total >= {{Least}} && -e '/tmp/end') {
              my $answer = $total % 2 ? ask('api.shop:80') : ask_again(); $total++; $seen{$answer}++; push @lost, $answer if $answer !~ /^(one|two)$/; select undef, undef, undef, 0.01;
            }
            print "$total ", scalar(@lost), " @lost[0 .. ($#lost < 4 ? $#lost : 4)]";
            """;
        var client = await ContainerAsync(ecs, "client");
        var asking = EcsServer.DockerAsync("exec", client, "perl", "-MIO::Socket::INET", "-e", script);
        var proxy = await InForwarderAsync(ecs, "cat /tmp/connect.pid");

        await RegisterAsync(ecs, "api", "awsvpc", $"my $text = 'two'; {Answer}", "http");
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "api", "taskDefinition": "api"}""");
        await ecs.ServiceAsync("api", EcsServer.IsDeployed);
        await EcsServer.DockerAsync("exec", client, "touch", "/tmp/end");
        var counts = (await asking).Split(' ', 3);

        Assert.That(int.Parse(counts[0], CultureInfo.InvariantCulture), Is.AtLeast(Least));
        Assert.That(await InForwarderAsync(ecs, "cat /tmp/connect.pid"), Is.EqualTo(proxy), "started anew");
        Assert.That(counts[1..], Is.EqualTo(new[] { "0" }).Or.EqualTo(new[] { "0", "" }), $"lost of {counts[0]}");
    }

    [Test]
    public async Task A_connection_that_a_task_does_not_take_goes_to_another_one()
    {
        await using var ecs = await StartAsync();
        await ServeAsync(ecs, "api", "awsvpc", $"my $text = 'one'; {Answer}", Server("api", """{"port": 80}"""), count: 2);
        await ServeAsync(ecs, "db", "awsvpc", $"my $text = 'two'; {Answer}", Server("db", """{"port": 3306, "dnsName": "db"}"""), count: 2, protocol: "");
        await ServeAsync(ecs, "client", "awsvpc", Sleep, Client);
        foreach (var container in new[] { await ContainerAsync(ecs, "api"), await ContainerAsync(ecs, "db") })
        {
            await EcsServer.DockerAsync("exec", container, "touch", "/tmp/deaf");
            await Eventually.GetAsync(() => EcsServer.DockerAsync("exec", container, "perl", "-MIO::Socket::INET", "-e", $"{Ask} print ask('127.0.0.1:8080')"), answer => answer == "none Connection refused");
        }

        var client = await ContainerAsync(ecs, "client");
        var answers = new List<string>();
        for (var time = 0; time < 4; time++)
            answers.Add(await AskAsync(client));

        Assert.That(answers, Is.EqualTo(new[] { "one two", "one two", "one two", "one two" }));
    }

    [Test]
    public async Task Names_lead_to_tasks_while_LocalAws_does_not_run_and_follow_them_when_it_was_started_again()
    {
        var state = Directory.CreateTempSubdirectory("connect-").FullName;
        await using var first = await LocalAwsExecutable.StartAsync(state);
        await CallAsync(first, "CreateCluster", """{"clusterName": "local", "serviceConnectDefaults": {"namespace": "shop"}}""");
        foreach (var (name, script, members) in new[] { ("api", $"my $text = $ENV{{HOSTNAME}}; {Answer}", Server("api", """{"port": 80}""")), ("client", Sleep, Client) })
        {
            await CallAsync(first, "RegisterTaskDefinition", Definition(name, "awsvpc", script, "http"));
            await CallAsync(first, "CreateService", $$"""{"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": 1{{Network}}, {{members}}}""");
            await EcsServer.UntilAsync(() => DescribeAsync(first, name), EcsServer.IsDeployed);
        }

        var client = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.local-aws={first.InstanceId}", "--filter", "label=slipway.service=client", "--filter", "label=slipway.container=web");
        var before = await OneAsync(client);
        await first.SignalAsync("KILL");
        await first.WaitForExitAsync();
        var meanwhile = await OneAsync(client);
        await using var second = await LocalAwsExecutable.StartAsync(state);
        await CallAsync(second, "UpdateService", """{"cluster": "local", "service": "api", "forceNewDeployment": true}""");
        var after = await Eventually.GetAsync(() => OneAsync(client), answer => answer != before);
        await second.DownAsync();

        Assert.That(before, Does.Match("^[0-9a-f]{12}$"));
        Assert.That(meanwhile, Is.EqualTo(before));
        Assert.That(after, Does.Match("^[0-9a-f]{12}$"));
    }

    [Test]
    public async Task An_HAProxy_that_refuses_to_follow_is_replaced()
    {
        await using var ecs = await StartAsync();
        await ServeAsync(ecs, "api", "awsvpc", $"my $text = 'one'; {Answer}", Server("api", """{"port": 80}"""));
        await ServeAsync(ecs, "client", "awsvpc", Sleep, Client);
        var client = await ContainerAsync(ecs, "client");
        // It has the listeners of the first one, under names that the commands do not know.
        await InForwarderAsync(ecs, """
            sed 's/^listen connect/listen other/' /tmp/connect.cfg > /tmp/other.cfg
            haproxy -D -f /tmp/other.cfg -p /tmp/connect.pid -x /tmp/connect.sock -sf "$(cat /tmp/connect.pid)"
            """);

        await RegisterAsync(ecs, "api", "awsvpc", $"my $text = 'two'; {Answer}", "http");
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "api", "taskDefinition": "api"}""");
        await ecs.ServiceAsync("api", EcsServer.IsDeployed);

        Assert.That(await OneAsync(client), Is.EqualTo("two"));
    }

    /// <summary>With the namespace of most of the services, which a cluster that names it creates.</summary>
    private static async Task<EcsServer> StartAsync()
    {
        var ecs = await EcsServer.StartAsync();
        await ecs.CallAsync("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": "shop"}}""");
        return ecs;
    }

    private static Task<string> InForwarderAsync(EcsServer ecs, string script) => EcsServer.DockerAsync("exec", $"slipway-local-aws-{ecs.Server.Options.InstanceId}-agent", "sh", "-ec", script);

    private static Task<string> OneAsync(string client) => EcsServer.DockerAsync("exec", client, "perl", "-MIO::Socket::INET", "-e", $"{Ask} print ask('api.shop:80')");

    private static Task<JsonObject> CallAsync(LocalAwsExecutable local, string operation, string request) => local.Client.SucceedAsync($"AmazonEC2ContainerServiceV20141113.{operation}", request);

    private static async Task<JsonNode?> DescribeAsync(LocalAwsExecutable local, string service) =>
        (await CallAsync(local, "DescribeServices", $$"""{"cluster": "local", "services": ["{{service}}"]}"""))["services"]![0];

    private static string Server(string name, string alias) =>
        $$""" "serviceConnectConfiguration": {"enabled": true, "namespace": "shop", "services": [{"portName": "web", "discoveryName": "{{name}}", "clientAliases": [{{alias}}]}]} """;

    private static async Task ServeAsync(EcsServer ecs, string name, string mode, string script, string members, int count = 1, string protocol = "http")
    {
        await RegisterAsync(ecs, name, mode, script, protocol);
        var network = mode == "awsvpc" ? Network : "";
        await ecs.CallAsync("CreateService", $$"""{"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": {{count}}{{network}}{{(members.Length > 0 ? $", {members}" : "")}}}""");
        await ecs.ServiceAsync(name, EcsServer.IsDeployed);
    }

    private static Task<JsonObject> RegisterAsync(EcsServer ecs, string family, string mode, string script, string protocol) =>
        ecs.CallAsync("RegisterTaskDefinition", Definition(family, mode, script, protocol));

    private static string Definition(string family, string mode, string script, string protocol)
    {
        var port = $$"""{"name": "web", "containerPort": 8080{{(protocol.Length > 0 ? $", \"appProtocol\": \"{protocol}\"" : "")}}}""";
        var container = EcsServer.Perl("web", $"use IO::Select; {script}", $$"""{"portMappings": [{{port}}]}""");
        return $$"""{"family": "{{family}}", "networkMode": "{{mode}}", "containerDefinitions": [{{container.ToJsonString()}}]}""";
    }

    /// <summary>The engine's id of the container of a service's oldest task.</summary>
    private static async Task<string> ContainerAsync(EcsServer ecs, string service)
    {
        var listed = await ecs.CallAsync("ListTasks", $$"""{"cluster": "local", "serviceName": "{{service}}"}""");
        return await RunningAsync(ecs, (string)listed["taskArns"]![0]!);
    }

    private static async Task<string> RunningAsync(EcsServer ecs, string arn)
    {
        var request = $$"""{"cluster": "local", "tasks": ["{{arn}}"]}""";
        var task = await EcsServer.UntilAsync(async () => (await ecs.CallAsync("DescribeTasks", request))["tasks"]![0]!, task => (string?)task["lastStatus"] is "RUNNING" or "STOPPED");
        Assert.That((string?)task["lastStatus"], Is.EqualTo("RUNNING"), task.ToJsonString());
        return (string)task["containers"]![0]!["runtimeId"]!;
    }

    /// <summary>What a container is answered at each of the two names.</summary>
    private static Task<string> AskAsync(string container) =>
        EcsServer.DockerAsync("exec", container, "perl", "-MIO::Socket::INET", "-e", $"{Ask} print ask('api.shop:80'), ' ', ask('db:3306')");
}
