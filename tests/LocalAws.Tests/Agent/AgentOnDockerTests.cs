using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Agent;

/// <summary>What the containers of real tasks see, from their first instruction on.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class AgentOnDockerTests
{
    private const string Account = "000000000000";

    /// <summary>
    /// Asks the agent, S3, STS and ECS with the variables and the credentials that a container has, and prints one line for each: a name, the status and the
    /// answer. A client of AWS signs what it sends; LocalAws does not check the signature.
    /// </summary>
    private const string Script = """
        $| = 1;
        sub ask {
          my ($method, $url, $body, @headers) = @_; $body //= q();
          my ($host, $port, $path) = $url =~ m{^http://([^/:]+):?(\d*)(.*)$};
          my $u = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port || 80, Timeout => 5) or return "none $!";
          print $u join("\r\n", "$method " . ($path || '/') . ' HTTP/1.0', "Host: $host", 'Content-Length: ' . length($body), @headers, '', $body);
          local $/; my $t = <$u>; my ($s) = $t =~ /^HTTP\S+ (\d+)/; $t =~ s/.*?\r\n\r\n//s; $t =~ s/\n//g; "$s $t";
        }
        sub report { print "$_[0] $_[1]\n"; $_[1] }
        my ($three, $four) = @ENV{qw(ECS_CONTAINER_METADATA_URI ECS_CONTAINER_METADATA_URI_V4)};
        report("v3", ask('GET', $three)); report("v3/task", ask('GET', "$three/task"));
        report("v4$_", ask('GET', "$four$_")) for '', '/task', '/taskWithTags', '/stats', '/task/stats';
        my $given = $ENV{AWS_CONTAINER_CREDENTIALS_FULL_URI} || 'http://169.254.170.2' . ($ENV{AWS_CONTAINER_CREDENTIALS_RELATIVE_URI} || '/v2/credentials/none');
        my $c = report("credentials", ask('GET', $given));
        my ($key) = $c =~ /"AccessKeyId":"(\w+)"/; my ($token) = $c =~ /"Token":"([^"]+)"/;
        sub signed { ("Authorization: AWS4-HMAC-SHA256 Credential=$key/20260302/$ENV{AWS_REGION}/$_[0]/aws4_request, SignedHeaders=host, Signature=0", "X-Amz-Security-Token: $token") }
        my $aws = $ENV{AWS_ENDPOINT_URL};
        report("s3", ask('GET', "$aws/shop/greeting.txt", '', signed('s3')));
        report("sts", ask('POST', "$aws/", 'Action=GetCallerIdentity&Version=2011-06-15', 'Content-Type: application/x-www-form-urlencoded', signed('sts')));
        report("ecs", ask('POST', "$aws/", '{}', 'Content-Type: application/x-amz-json-1.1', 'X-Amz-Target: AmazonEC2ContainerServiceV20141113.RunTask', signed('ecs')));
        report("protection", ask('PUT', "$ENV{ECS_AGENT_URI}/task-protection/v1/state", '{"ProtectionEnabled":true}', 'Content-Type: application/json'));
        report("down", $ENV{AWS_CONTAINER_CREDENTIALS_FULL_URI} ? 'not asked' : ask('POST', "$aws/_slipway/down", ''));
        print "variables ", join(' ', map { "$_=$ENV{$_}" } sort grep { /^(AWS|ECS)_/ } keys %ENV), "\ndone\n";
        $SIG{TERM} = sub { exit }; sleep 600;
        """;

    [Test]
    public async Task A_task_on_the_bridge_reads_its_metadata_its_credentials_and_S3()
    {
        await using var ecs = await StartAsync(out var log);
        await RegisterAsync(ecs, "bridge", """ "taskRoleArn": "arn:aws:iam::000000000000:role/service/shop", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", """);
        var task = await RunAsync(ecs, """ "tags": [{"key": "team", "value": "shop"}] """);

        var said = await ReadAsync(task, "web");

        var id = IdOf(task);
        var container = Json(said["v4"]);
        var engineId = await EcsServer.DockerAsync("ps", "--no-trunc", "--quiet", "--filter", $"label=slipway.task={id}", "--filter", "label=slipway.container=web");
        var address = await EcsServer.DockerAsync("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", engineId);
        Assert.Multiple(() =>
        {
            Assert.That($"{container["DockerId"]} {container["KnownStatus"]} {container["Networks"]!.ToJsonString()}", Is.EqualTo($$"""{{engineId}} RUNNING [{"NetworkMode":"bridge","IPv4Addresses":["{{address}}"]}]"""));
            Assert.That($"{Json(said["v3"])["DockerId"]} {Json(said["v3"])["ContainerARN"]}", Is.EqualTo($"{engineId} "));
            Assert.That(Names(Json(said["v4/task"])), Is.EqualTo(new[] { "web", "other" }));
            Assert.That(Names(Json(said["v3/task"])), Is.EqualTo(new[] { "web", "other" }));
            Assert.That($"{Json(said["v4/task"])["TaskARN"]} {Json(said["v4/task"])["LaunchType"]} {Json(said["v4/task"])["TaskTags"]}", Is.EqualTo($"{task["taskArn"]} EC2 "));
            Assert.That(Json(said["v4/taskWithTags"])["TaskTags"]!.ToJsonString(), Is.EqualTo("""{"team":"shop"}"""));
            Assert.That(said["protection"], Does.StartWith("200 ").And.Contain("TASK_NOT_VALID"), "a task of no service");
            AssertStats(said, engineId);
            AssertRole(said, id, "arn:aws:iam::000000000000:role/service/shop", "shop");
            Assert.That(said["variables"], Does.Match(
                "^AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/[0-9a-f-]{36} AWS_DEFAULT_REGION=us-east-1 AWS_ENDPOINT_URL=http://169.254.170.2 AWS_EXECUTION_ENV=AWS_ECS_EC2 AWS_REGION=us-east-1 "
                + "ECS_AGENT_URI=http://169.254.170.2/api/[0-9a-f-]{36} ECS_CONTAINER_METADATA_URI=http://169.254.170.2/v3/[0-9a-f-]{36} ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/[0-9a-f-]{36}$"));
        });
        AssertNothingPrivate(log, Json(said["credentials"]), said["variables"]);
        var registered = await ecs.CallAsync("DescribeTaskDefinition", """{"taskDefinition": "shop"}""");
        Assert.That(registered["taskDefinition"]!["containerDefinitions"]!.AsArray().Select(definition => $"{definition!["name"]} {definition["environment"] as JsonArray ?? []}"), Is.EqualTo(new[] { "web []", "other []" }));
    }

    [Test]
    public async Task A_task_on_Fargate_reads_the_same_by_the_interface_that_its_containers_share()
    {
        await using var ecs = await StartAsync(out var log);
        await RegisterAsync(ecs, "awsvpc", """ "taskRoleArn": "shop", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", """);
        var task = await RunAsync(ecs, """ "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}} """);

        var said = await ReadAsync(task, "web");

        var id = IdOf(task);
        var shown = (await DescribeAsync(ecs, task))["containers"]![0]!;
        var container = Json(said["v4"]);
        var document = Json(said["v4/task"]);
        var network = container["Networks"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That($"{container["DockerId"]} {container["DockerName"]}", Is.EqualTo($"{shown["runtimeId"]} web"));
            Assert.That($"{network["NetworkMode"]} {network["IPv4Addresses"]![0]}", Is.EqualTo($"awsvpc {shown["networkInterfaces"]![0]!["privateIpv4Address"]}"));
            Assert.That((string?)network["IPv4SubnetCIDRBlock"], Does.EndWith(".0.0/16").Or.EndWith(".0/20").Or.EndWith(".0/24"));
            Assert.That(
                $"{document["LaunchType"]} {document["Cluster"]} {document["EphemeralStorageMetrics"]!["Reserved"]} {string.Join(',', Names(document))}",
                Is.EqualTo($"FARGATE arn:aws:ecs:us-east-1:{Account}:cluster/local 20496 web,other"));
            AssertStats(said, (string)shown["runtimeId"]!);
            Assert.That(Json(said["v4/stats"])["networks"]?["eth0"]?["rx_bytes"], Is.Not.Null);
            AssertRole(said, id, $"arn:aws:iam::{Account}:role/shop", "shop");
            Assert.That(said["variables"], Does.Contain(" AWS_EXECUTION_ENV=AWS_ECS_FARGATE ").And.Contain($"/v4/{shown["runtimeId"]}"));
        });
        AssertNothingPrivate(log, Json(said["credentials"]), said["variables"]);
    }

    [Test]
    public async Task A_task_with_this_machines_network_reads_the_same_on_loopback()
    {
        await using var ecs = await StartAsync(out _);
        await RegisterAsync(ecs, "host", """ "taskRoleArn": "shop", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", """);
        var task = await RunAsync(ecs, """ "count": 1 """);

        var said = await ReadAsync(task, "web");

        Assert.Multiple(() =>
        {
            Assert.That(Json(said["v4"])["Networks"]!.ToJsonString(), Is.EqualTo("""[{"NetworkMode":"host"}]"""));
            Assert.That(said["s3"], Is.EqualTo("200 hello"));
            Assert.That(said["sts"], Does.Contain($"<Arn>arn:aws:sts::{Account}:assumed-role/shop/{IdOf(task)}</Arn>"));
            Assert.That(said["variables"], Does.Contain($"AWS_ENDPOINT_URL={ecs.Server.Client.BaseAddress!.ToString().TrimEnd('/')} ").And.Not.Contain("RELATIVE"));
        });
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the engine's machine is another one.")]
    public async Task A_task_with_this_machines_network_that_is_not_root_has_what_its_role_has()
    {
        await using var ecs = await StartAsync(out _);
        await RegisterAsync(ecs, "host", """ "taskRoleArn": "shop", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", """, """{"user": "33"}""");
        var task = await RunAsync(ecs, """ "count": 1 """);

        var said = await ReadAsync(task, "web");

        Assert.That((Json(said["v4"])["Networks"]!.ToJsonString(), said["s3"], said["ecs"][..3]), Is.EqualTo(("""[{"NetworkMode":"host"}]""", "200 hello", "403")));
    }

    [Test]
    public async Task Without_a_role_there_are_no_credentials_and_the_containers_own_variables_win()
    {
        await using var ecs = await StartAsync(out _);
        await RegisterAsync(ecs, "bridge", "", """{"environment": [{"name": "AWS_REGION", "value": "eu-west-1"}, {"name": "AWS_EXECUTION_ENV", "value": "mine"}]}""", """{"disableNetworking": true}""");
        var task = await RunAsync(ecs, """ "count": 1 """);

        var said = await ReadAsync(task, "web");

        Assert.That(said["credentials"], Is.EqualTo("""400 {"code":"InvalidIdInRequest","message":"CredentialsV2Request: Credentials not found"}"""));
        Assert.That(said["variables"], Does.StartWith("AWS_ENDPOINT_URL=http://169.254.170.2 AWS_EXECUTION_ENV=mine AWS_REGION=eu-west-1 ECS_AGENT_URI="));
    }

    [Test]
    public async Task The_forwarder_answers_the_containers_of_tasks_only()
    {
        const string Ask = "$u = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 80, Timeout => 5) or print($!), exit; print $u qq(GET /v4/x HTTP/1.0\r\n\r\n); print scalar <$u>";
        await using var ecs = await StartAsync(out _);
        await RegisterAsync(ecs, "bridge", "");
        await ReadAsync(await RunAsync(ecs, """ "count": 1 """), "web");
        var instance = ecs.Server.Options.InstanceId;
        var address = await EcsServer.DockerAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", $"slipway-local-aws-{instance}-agent");

        string[] foreign = ["run", "--rm", "--network", $"slipway-{instance}-lb", "--link-local-ip", "169.254.9.9", "debian:bookworm-slim", "perl", "-MIO::Socket::INET", "-e", Ask];
        var atItsAddress = await EcsServer.DockerAsync([.. foreign, address]);
        var fromAnotherAddress = await EcsServer.DockerAsync([.. foreign, "169.254.170.2"]);

        Assert.That((atItsAddress, fromAnotherAddress.Trim()), Is.EqualTo(("Connection refused", "HTTP/1.1 403 Forbidden")));
    }

    [Test]
    public async Task An_engine_that_does_not_reach_LocalAws_starts_tasks_and_both_are_told()
    {
        await using var ecs = await StartAsync(out var log);
        File.Delete(Path.Combine(AgentSocket.FolderIn(ecs.Server.Options.StateDirectory), AgentSocket.Name));
        await RegisterAsync(ecs, "bridge", "");
        var task = await RunAsync(ecs, """ "count": 1 """);

        var said = await ReadAsync(task, "web");

        Assert.That(said["v4"], Is.EqualTo("""503 {"code":"ServiceUnavailable","message":"LocalAws does not answer: it has ended, or this Docker engine does not reach it."}"""));
        Assert.That(log, Has.Some.StartsWith("Containers of tasks do not reach LocalAws by unix@/run/slipway/local-aws.sock: they get no metadata, no credentials and none of its services."));
    }

    private static void AssertStats(IReadOnlyDictionary<string, string> said, string id)
    {
        var stats = Json(said["v4/stats"]);
        Assert.That(stats["memory_stats"]?["usage"]?.GetValue<long>(), Is.Positive);
        Assert.That(stats["cpu_stats"]?["cpu_usage"]?["total_usage"]?.GetValue<long>(), Is.Positive);
        Assert.That(stats["precpu_stats"]?["system_cpu_usage"]?.GetValue<long>(), Is.Positive);
        var all = Json(said["v4/task/stats"]);
        Assert.That((all.AsObject().Count, (string?)all[id]?["id"]), Is.EqualTo((2, (string?)stats["id"])));
    }

    private static void AssertRole(IReadOnlyDictionary<string, string> said, string taskId, string roleArn, string role)
    {
        var given = Json(said["credentials"]);
        Assert.That(given.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration" }));
        Assert.That((string?)given["RoleArn"], Is.EqualTo(roleArn));
        Assert.That(DateTimeOffset.Parse((string)given["Expiration"]!, null) - DateTimeOffset.UtcNow, Is.InRange(TimeSpan.FromHours(5), TimeSpan.FromHours(6)));
        Assert.That(said["s3"], Is.EqualTo("200 hello"));
        Assert.That(said["sts"], Does.Contain($"<Arn>arn:aws:sts::{Account}:assumed-role/{role}/{taskId}</Arn>").And.Contain($":{taskId}</UserId>"));
        Assert.That((said["ecs"][..3], said["down"][..3]), Is.EqualTo(("403", "403")));
    }

    private static void AssertNothingPrivate(ConcurrentQueue<string> log, JsonNode given, string variables)
    {
        var path = variables.Split(' ').First(variable => variable.StartsWith("AWS_CONTAINER_CREDENTIALS", StringComparison.Ordinal)).Split('/')[^1];
        var everything = string.Join('\n', log);
        foreach (var secret in new[] { (string)given["SecretAccessKey"]!, (string)given["Token"]!, path })
            Assert.That(everything, Does.Not.Contain(secret));
        Assert.That(everything, Does.Contain("GetCallerIdentity"), "what was asked is in the log");
    }

    private static Task<EcsServer> StartAsync(out ConcurrentQueue<string> log)
    {
        var seed = Directory.CreateTempSubdirectory("agent-test-seed-");
        seed.CreateSubdirectory("shop");
        File.WriteAllText(Path.Join(seed.FullName, "shop", "greeting.txt"), "hello");
        var lines = log = new();
        return EcsServer.StartAsync(options => options with { SeedDirectory = seed.FullName }, services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(lines))));
    }

    /// <summary>Two containers in a task, of which the first starts last, so that it sees the other.</summary>
    private static Task<JsonObject> RegisterAsync(EcsServer ecs, string networkMode, string members, string web = "{}", string other = "{}")
    {
        var container = JsonNode.Parse(web)!.AsObject();
        container["dependsOn"] = JsonNode.Parse("""[{"containerName": "other", "condition": "START"}]""");
        JsonArray containers = [EcsServer.Perl("web", Script, container.ToJsonString()), EcsServer.Perl("other", "$SIG{TERM} = sub { exit }; sleep 600", other)];
        return ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "shop", "networkMode": "{{networkMode}}", {{members}} "containerDefinitions": {{containers.ToJsonString()}}}""");
    }

    private static async Task<JsonNode> RunAsync(EcsServer ecs, string members)
    {
        var started = await ecs.CallAsync("RunTask", $$"""{"cluster": "local", "taskDefinition": "shop", {{members}} }""");
        return started["tasks"]![0]!;
    }

    private static async Task<JsonNode> DescribeAsync(EcsServer ecs, JsonNode task) =>
        (await ecs.CallAsync("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{task["taskArn"]}}"]}"""))["tasks"]![0]!;

    /// <summary>What a container has said, by the name before it.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(JsonNode task, string container)
    {
        var said = await EcsServer.UntilAsync(
            async () =>
            {
                var id = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.task={IdOf(task)}", "--filter", $"label=slipway.container={container}");
                return id.Length == 0 ? null : JsonValue.Create(await EcsServer.DockerAsync("logs", id));
            },
            lines => ((string)lines!).EndsWith("done", StringComparison.Ordinal));
        return ((string)said!).Split('\n').Select(line => line.Split(' ', 2)).Where(line => line.Length == 2).ToDictionary(line => line[0], line => line[1]);
    }

    private static string IdOf(JsonNode task) => ((string)task["taskArn"]!).Split('/')[^1];

    private static IEnumerable<string> Names(JsonNode task) => task["Containers"]!.AsArray().Select(container => (string)container!["Name"]!);

    private static JsonNode Json(string answer)
    {
        Assert.That(answer, Does.StartWith("200 {"));
        return JsonNode.Parse(answer[4..])!;
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
