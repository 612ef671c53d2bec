using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Logs;

/// <summary>What real containers write, across a LocalAws that is killed.</summary>
public sealed class ContainerLogsOnDockerTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113";

    /// <summary>Counts on both streams, and says good-bye.</summary>
    private const string Counting = """
        $| = 1; $SIG{TERM} = sub { print "good-bye\n"; exit 0 }; print "first\n\n", "x" x 40000, "\n";
        for ($n = 1; ; $n++) { print STDOUT "out $n\n"; print STDERR "err $n\n"; select(undef, undef, undef, 0.05) }
        """;

    [Test]
    public async Task Every_line_of_a_container_is_in_its_stream_once_although_LocalAws_was_killed_and_the_last_one_before_the_task_is_stopped()
    {
        var state = Directory.CreateTempSubdirectory("log-process-").FullName;
        await using var first = await LocalAwsExecutable.StartAsync(state);
        await first.Client.SucceedAsync($"{Ecs}.CreateCluster", """{"clusterName": "local"}""");
        await RegisterAsync(first.Client, """{"awslogs-group": "/ecs/counting", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}""");
        await first.Client.SucceedAsync($"{Ecs}.CreateService", """{"cluster": "local", "serviceName": "counting", "taskDefinition": "counting", "desiredCount": 1}""");
        var task = await Eventually.GetAsync(() => TaskAsync(first.Client, "RUNNING"), task => (string?)task?["lastStatus"] == "RUNNING");
        var id = (string)task!["containers"]![0]!["runtimeId"]!;
        var stream = $"web/counter/{((string)task["taskArn"]!).Split('/')[^1]}";
        await Eventually.GetAsync(() => LinesAsync(first.Client, stream), lines => lines.Contains("err 10"));
        var children = first.Children();

        await first.SignalAsync("KILL");
        await first.WaitForExitAsync();
        var before = await DockerLogAsync(id);
        await Eventually.GetAsync(() => DockerLogAsync(id), log => log.Length > before.Length);
        await using var second = await LocalAwsExecutable.StartAsync(state);
        var seen = await LinesAsync(second.Client, stream);
        await Eventually.GetAsync(() => LinesAsync(second.Client, stream), lines => lines.Count > seen.Count + 20);
        await second.Client.SucceedAsync($"{Ecs}.UpdateService", """{"cluster": "local", "service": "counting", "desiredCount": 0}""");
        await Eventually.GetAsync(() => TaskAsync(second.Client, "STOPPED"), stopped => (string?)stopped?["lastStatus"] == "STOPPED");
        var all = await LinesAsync(second.Client, stream);

        Assert.That(children, Has.None.Contain("logs").And.None.Contain("events"), "A process that is killed leaves its children behind.");
        var counted = (all.Count - 3) / 2;
        Assert.That(all.Where(line => line.StartsWith("out", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(1, counted).Select(number => $"out {number}")));
        Assert.That(all.Where(line => line.StartsWith("err", StringComparison.Ordinal)), Is.EquivalentTo(Enumerable.Range(1, counted).Select(number => $"err {number}")));
        // Of two lines in one millisecond that are not of the same stream, nobody knows which was first.
        var written = all.Where(line => !line.StartsWith("err", StringComparison.Ordinal)).ToList();
        Assert.That((written[0], written[1], written[^1]), Is.EqualTo(("first", new string('x', 40000), "good-bye")));
    }

    [Test]
    public async Task A_task_does_not_start_without_its_log_group_where_groups_are_not_made()
    {
        await using var ecs = await EcsServer.StartAsync(options => options with { MissingLogGroups = MissingLogGroups.Fail });
        await RegisterAsync(ecs.Server.Client, """{"awslogs-group": "/ecs/none", "awslogs-region": "us-east-1"}""");
        await ecs.CallAsync("CreateService", """{"cluster": "local", "serviceName": "counting", "taskDefinition": "counting", "desiredCount": 1}""");

        var task = await ecs.TaskAsync("counting", EcsServer.IsStopped);

        Assert.That(
            ((string?)task["stopCode"], (string?)task["stoppedReason"]),
            Is.EqualTo(("TaskFailedToStart", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1")));
    }

    private static Task<JsonObject> RegisterAsync(HttpClient client, string options)
    {
        var container = EcsServer.Perl("counter", Counting, $$"""{"logConfiguration": {"logDriver": "awslogs", "options": {{options}} } }""");
        return client.SucceedAsync($"{Ecs}.RegisterTaskDefinition", $$"""{"family": "counting", "containerDefinitions": [{{container.ToJsonString()}}]}""");
    }

    private static async Task<JsonNode?> TaskAsync(HttpClient client, string status)
    {
        var listed = await client.SucceedAsync($"{Ecs}.ListTasks", $$"""{"cluster": "local", "serviceName": "counting", "desiredStatus": "{{status}}"}""");
        return listed["taskArns"]!.AsArray() is [{ } arn, ..]
            ? (await client.SucceedAsync($"{Ecs}.DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{arn}}"]}"""))["tasks"]![0]
            : null;
    }

    private static async Task<string> DockerLogAsync(string container) =>
        (await Slipway.Testing.CommandRunner.RunAsync(new("docker", ["logs", container]), CancellationToken.None)).Output;

    private static async Task<List<string>> LinesAsync(HttpClient client, string stream)
    {
        var (status, answer) = await client.CallAsync("Logs_20140328.GetLogEvents", $$"""{"logGroupName": "/ecs/counting", "logStreamName": "{{stream}}", "startFromHead": true}""");
        return status == 200 ? [.. answer["events"]!.AsArray().Select(entry => (string)entry!["message"]!)] : [];
    }
}
