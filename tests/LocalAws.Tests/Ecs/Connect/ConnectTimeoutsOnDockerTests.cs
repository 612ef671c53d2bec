using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Connect;

/// <summary>The timeouts of Service Connect, with short ones: what takes longer fails at its client, as on AWS.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ConnectTimeoutsOnDockerTests
{
    /// <summary>Answers <c>/whole</c> at once, <c>/silent</c> never, and <c>/slow</c> with a byte each third of a second, four seconds long. On a connection without HTTP it says nothing.</summary>
    private const string Answer = """
        $SIG{TERM} = sub { exit }; $SIG{CHLD} = 'IGNORE'; $SIG{PIPE} = 'IGNORE';
        my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 50, ReuseAddr => 1) or die;
        while (1) {
          my $c = $s->accept or next;
          if (fork) { close $c; next }
          $c->autoflush(1);
          my $first = <$c> // ''; while (<$c>) { last if /^\r?\n$/ }
          if ($first =~ m{ /whole }) { print $c "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole" }
          elsif ($first =~ m{ /slow }) { print $c "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n"; for (1 .. 12) { print $c 'x'; select undef, undef, undef, 0.33 } }
          else { sleep 600 }
          exit;
        }
        """;

    /// <summary>What a client gets: the status with the length of what came, and <c>kept</c> or <c>ended</c> for a connection at which nothing is asked.</summary>
    private const string Ask = """
        sub ask {
          my $u = IO::Socket::INET->new(PeerAddr => 'api', PeerPort => 80) or return "none $!";
          print $u "GET $_[0] HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n"; local $/; my $t = <$u> // ''; my ($head, $body) = split /\r\n\r\n/, $t, 2;
          my ($status) = ($head // '') =~ m{^HTTP/\S+ (\d+)}; return ($status // 'none') . ' ' . ($status eq '200' ? length($body // '') < 12 && $_[0] eq '/slow' ? 'cut' : $body : '');
        }
        sub idle {
          my $u = IO::Socket::INET->new(PeerAddr => $_[0], PeerPort => $_[1]) or return "none $!";
          if ($_[2]) { print $u "GET /whole HTTP/1.1\r\nHost: api\r\n\r\n"; while (<$u>) { last if /^\r?\n$/ } read($u, my $whole, 5) }
          local $SIG{ALRM} = sub { die }; my $ended = eval { alarm 60; read($u, my $more, 1); alarm 0; 1 }; return $ended ? 'ended' : 'kept';
        }
        """;

    private const string Network = """, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}""";

    [Test]
    public async Task What_is_not_complete_in_time_and_what_is_idle_for_too_long_is_ended()
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.CallAsync("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": "shop"}}""");
        await ServeAsync(ecs, "api", Answer, "http", Server("api", 80, """{"idleTimeoutSeconds": 3, "perRequestTimeoutSeconds": 2}"""));
        await ServeAsync(ecs, "db", Answer, "", Server("db", 3306, """{"idleTimeoutSeconds": 3}"""));
        await ServeAsync(ecs, "client", "$SIG{TERM} = sub { exit }; sleep 600", "", """ "serviceConnectConfiguration": {"enabled": true} """);
        var listed = await ecs.CallAsync("ListTasks", """{"cluster": "local", "serviceName": "client"}""");
        var task = (await ecs.CallAsync("DescribeTasks", $$"""{"cluster": "local", "tasks": {{listed["taskArns"]!.ToJsonString()}}}"""))["tasks"]![0]!;

        var answers = await EcsServer.DockerAsync(
            "exec", (string)task["containers"]![0]!["runtimeId"]!, "perl", "-MIO::Socket::INET", "-e",
            $"{Ask} print join ', ', ask('/whole'), ask('/slow'), ask('/silent'), idle('api', 80, 1), idle('db', 3306, 0)");

        Assert.That(answers, Is.EqualTo("200 whole, 200 cut, 504 , ended, ended"));
    }

    private static string Server(string name, int port, string timeout) =>
        $$""" "serviceConnectConfiguration": {"enabled": true, "services": [{"portName": "web", "discoveryName": "{{name}}", "clientAliases": [{"port": {{port}}, "dnsName": "{{name}}"}], "timeout": {{timeout}}}]} """;

    private static async Task ServeAsync(EcsServer ecs, string name, string script, string protocol, string members)
    {
        var port = $$"""{"name": "web", "containerPort": 8080{{(protocol.Length > 0 ? $", \"appProtocol\": \"{protocol}\"" : "")}}}""";
        var containers = new JsonArray(EcsServer.Perl("web", script, $$"""{"portMappings": [{{port}}]}"""));
        await ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "{{name}}", "networkMode": "awsvpc", "containerDefinitions": {{containers.ToJsonString()}}}""");
        await ecs.CallAsync("CreateService", $$"""{"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": 1{{Network}}, {{members}}}""");
        await ecs.ServiceAsync(name, EcsServer.IsDeployed);
    }
}
