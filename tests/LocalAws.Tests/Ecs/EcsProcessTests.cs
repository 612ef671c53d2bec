using System.Diagnostics;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>The process itself: killed, started again, and ended.</summary>
public sealed class EcsProcessTests
{
    /// <summary>Prints a container's own metadata.</summary>
    private const string AskAgent = """
        my ($host, $path) = $ENV{ECS_CONTAINER_METADATA_URI_V4} =~ m{^http://([^/]+)(.*)$};
        my $u = IO::Socket::INET->new("$host:80") or die $!; print $u "GET $path HTTP/1.0\r\n\r\n"; print while <$u>;
        """;

    [Test]
    public async Task A_process_that_was_killed_finds_its_containers_again_and_down_removes_them_all()
    {
        var state = Directory.CreateTempSubdirectory("ecs-process-").FullName;
        await using var first = await LocalAwsExecutable.StartAsync(state);
        await CallAsync(first, "CreateCluster", """{"clusterName": "local"}""");
        foreach (var name in new[] { "stays", "goes" })
            await ServeAsync(first, name);
        var stays = await RunningAsync(first, "stays", notThis: null);
        var goes = await RunningAsync(first, "goes", notThis: null);

        await first.SignalAsync("KILL");
        await first.WaitForExitAsync();
        await EcsServer.DockerAsync("kill", goes);
        await using var second = await LocalAwsExecutable.StartAsync(state);
        var replaced = await RunningAsync(second, "goes", notThis: goes);
        var stayed = await RunningAsync(second, "stays", notThis: null);
        await Eventually.GetAsync(() => EcsServer.DockerAsync("exec", stays, "perl", "-MIO::Socket::INET", "-e", AskAgent), answer => answer.Contains($"\"DockerId\":\"{stays}\"", StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        var down = await second.DownAsync();
        await TestContext.Out.WriteLineAsync($"POST /_slipway/down and the end of the process took {clock.Elapsed.TotalSeconds:0.0} s");

        using var docker = new DockerCommand();
        Assert.That(stayed, Is.EqualTo(stays));
        Assert.That(replaced, Is.Not.EqualTo(goes));
        Assert.That(down, Is.EqualTo(("""{"removed":true}""", 0)));
        Assert.That(await docker.LabelledAsync(first.InstanceId), Is.Empty);
        Assert.That(Directory.Exists(state), Is.False);
    }

    [Test]
    public async Task As_many_container_instances_are_in_a_cluster_as_its_option_says()
    {
        var state = Directory.CreateTempSubdirectory("ecs-process-").FullName;
        await using var local = await LocalAwsExecutable.StartAsync(state, "--instances", "2");
        await CallAsync(local, "CreateCluster", """{"clusterName": "local"}""");

        var listed = await CallAsync(local, "ListContainerInstances", """{"cluster": "local"}""");

        Assert.That(listed["containerInstanceArns"]!.AsArray().Select(arn => (string)arn!).Distinct().Count(), Is.EqualTo(2));
    }

    private static async Task ServeAsync(LocalAwsExecutable local, string name)
    {
        var container = EcsServer.Perl("web", "$SIG{TERM} = sub { exit 0 }; sleep 600").ToJsonString();
        await CallAsync(local, "RegisterTaskDefinition", $$"""{"family": "{{name}}", "containerDefinitions": [{{container}}]}""");
        await CallAsync(local, "CreateService", $$"""{"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": 1}""");
    }

    /// <summary>The runtime id of the running container of a service.</summary>
    private static async Task<string> RunningAsync(LocalAwsExecutable local, string service, string? notThis) => (await Eventually.GetAsync(
        async () =>
        {
            var listed = await CallAsync(local, "ListTasks", $$"""{"cluster": "local", "serviceName": "{{service}}"}""");
            if (listed["taskArns"]!.AsArray() is not [{ } arn])
                return null;
            var task = (await CallAsync(local, "DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{arn}}"]}"""))["tasks"]![0]!;
            return (string?)task["lastStatus"] == "RUNNING" ? (string?)task["containers"]![0]!["runtimeId"] : null;
        },
        id => id is not null && id != notThis))!;

    private static Task<JsonObject> CallAsync(LocalAwsExecutable local, string operation, string request) =>
        local.Client.SucceedAsync($"AmazonEC2ContainerServiceV20141113.{operation}", request);
}
