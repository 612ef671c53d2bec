using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Fargate;

/// <summary>Tasks in network mode awsvpc that really run.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FargateOnDockerTests
{
    private const string Subnets = """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}} """;
    private const string Network = $""" "launchType": "FARGATE", {Subnets}""";
    private const string Spot = $$""" "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}], {{Subnets}}""";

    /// <summary>Asks a port of a host and gives the answer, or <c>none</c>.</summary>
    private const string Ask = """sub ask { my $u = IO::Socket::INET->new($_[0]) or return 'none'; print $u "GET / HTTP/1.0\r\n\r\n"; local $/; my $t = <$u>; $t =~ s/.*?\r\n\r\n//s; $t } """;

    [Test]
    public async Task Containers_of_a_task_share_one_address_and_know_no_names()
    {
        await using var ecs = await EcsServer.StartAsync();
        var names = """join ' ', ask('127.0.0.1:9001'), map { gethostbyname($_) ? "$_=there" : "$_=unknown" } qw(api redis)""";

        await ServeAsync(ecs, "shop", [
            EcsServer.Perl("api", "sub answer { 'api' }" + EcsServer.Web.Replace("8080", "9001", StringComparison.Ordinal)),
            EcsServer.Perl("web", Ask + $"sub answer {{ {names} }}" + EcsServer.Web, """{"portMappings": [{"containerPort": 8080}]}"""),
        ]);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var task = await ecs.TaskAsync("shop", task => (string?)task["lastStatus"] == "RUNNING");
        var addresses = task["containers"]!.AsArray().Select(container => (string)container!["networkInterfaces"]![0]!["privateIpv4Address"]!).Distinct().ToList();
        var id = ((string)task["taskArn"]!).Split('/')[^1];
        var pause = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.task={id}", "--filter", "label=slipway.container=~internal~ecs~pause");
        var web = await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.task={id}", "--filter", "label=slipway.container=web");
        var answer = await EcsServer.DockerAsync("exec", web, "perl", "-MIO::Socket::INET", "-e", Ask + "print ask('127.0.0.1:8080')");
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.EqualTo("api api=unknown redis=unknown"));
            Assert.That(addresses, Has.Count.EqualTo(1));
            Assert.That(pause.Split('\n'), Has.Length.EqualTo(1));
        });
        Assert.That(await EcsServer.DockerAsync("exec", web, "hostname", "--ip-address"), Is.EqualTo(addresses[0]));
        var limits = await EcsServer.DockerAsync("inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}}", web);
        Assert.That(limits, Is.EqualTo("67108864 25000"));
    }

    [Test]
    public async Task Two_containers_on_one_port_fail_as_on_ECS()
    {
        await using var ecs = await EcsServer.StartAsync();

        await ServeAsync(ecs, "shop", [
            EcsServer.Perl("first", "sub answer { 1 }" + EcsServer.Web),
            EcsServer.Perl("second", "sleep 1; sub answer { 2 }" + EcsServer.Web.Replace("or die", "or die 'bind: ', $!", StringComparison.Ordinal)),
        ]);

        var task = await ecs.TaskAsync("shop", EcsServer.IsStopped);
        Assert.That($"{task["stopCode"]} {task["containers"]![1]!["exitCode"]}", Is.EqualTo("EssentialContainerExited 98"));
        var log = await EcsServer.DockerAsync("ps", "--all", "--filter", $"label=slipway.task={((string)task["taskArn"]!).Split('/')[^1]}", "--format", "{{.Label \"slipway.container\"}}");
        // Those that have a log stay for it, and what had the network interface goes.
        Assert.That(log.Split('\n').Order(), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task An_image_for_another_processor_fails_the_task_in_the_words_of_Fargate()
    {
        await using var ecs = await EcsServer.StartAsync(options => options with { RegistryHost = $"127.0.0.1:{FreePort.Next()}" });
        var registry = await ecs.Server.Application.Services.GetRequiredService<IRegistryContainer>().EnsureAsync(CancellationToken.None);
        await ecs.Aws.SucceedAsync("ecr", "create-repository", "--repository-name", "foreign");
        var (built, repository) = ($"foreign:{Guid.NewGuid():n}", $"{ecs.Server.Options.RegistryHost}/foreign");
        var context = Directory.CreateTempSubdirectory("foreign-image-");
        await File.WriteAllTextAsync(Path.Combine(context.FullName, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
        await EcsServer.DockerAsync("build", "--quiet", "--platform", "linux/arm64", "--tag", built, context.FullName);
        context.Delete(recursive: true);
        var image = $"{repository}@{await EcsServer.PushAsync(registry with { Host = ecs.Server.Options.RegistryHost }, built, repository)}";
        var container = EcsServer.Perl("web", "sleep 600");
        container["image"] = image;

        await ServeAsync(ecs, "shop", [container]);
        var task = await ecs.TaskAsync("shop", EcsServer.IsStopped);
        await EcsServer.DockerAsync("image", "rm", built, $"{repository}:1");

        Assert.That(
            $"{task["stopCode"]} {task["stoppedReason"]} {task["attributes"]![0]!["value"]}",
            Is.EqualTo($"TaskFailedToStart CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64' ({image} is for linux/arm64) x86_64"));
    }

    [Test]
    public async Task A_file_system_keeps_its_content_for_the_next_task()
    {
        await using var ecs = await EcsServer.StartAsync();
        const string Volumes = """[{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-01", "rootDirectory": "/shop"}}]""";
        var count = "open F, '>>/data/runs'; print F 'x'; close F; sub answer { 1 }" + EcsServer.Web;

        await ServeAsync(ecs, "shop", [EcsServer.Perl("web", count, """{"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}""")], Volumes);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);
        await ecs.CallAsync("UpdateService", """{"cluster": "local", "service": "shop", "forceNewDeployment": true}""");
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var web = await EcsServer.DockerAsync("ps", "--quiet", "--filter", "label=slipway.service=shop", "--filter", "label=slipway.container=web", "--filter", $"label={ecs.Server.Options.Label.Key}={ecs.Server.Options.Label.Value}");
        Assert.That(await EcsServer.DockerAsync("exec", web, "cat", "/data/runs"), Is.EqualTo("xx"));
        Assert.That(await VolumesAsync(ecs), Is.EqualTo(new[] { $"slipway-{ecs.Server.Options.InstanceId}-fs-01-shop" }));
    }

    [Test]
    public async Task An_access_point_of_a_file_system_is_a_volume_of_its_name_too()
    {
        await using var ecs = await EcsServer.StartAsync();
        const string Volumes = """
            [
              {"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-01"}},
              {"name": "point", "efsVolumeConfiguration": {"fileSystemId": "fs-01", "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-02"}}}
            ]
            """;

        await ServeAsync(ecs, "shop", [EcsServer.Perl("web", "$SIG{TERM} = sub { exit }; sleep 600", """
            {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}, {"sourceVolume": "point", "containerPath": "/point"}]}
            """)], Volumes);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var instance = ecs.Server.Options.InstanceId;
        Assert.That(await VolumesAsync(ecs), Is.EqualTo(new[] { $"slipway-{instance}-fs-01", $"slipway-{instance}-fs-01-fsap-02" }));
    }

    [Test]
    public async Task Spot_capacity_is_taken_away_by_a_call_and_the_task_gets_SIGTERM_and_is_replaced()
    {
        var log = new LogLines();
        await using var ecs = await EcsServer.StartAsync(configure: services => services.AddLogging(logging => logging.AddProvider(log)));
        await ecs.CallAsync("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}""");
        await ServeAsync(ecs, "shop", [EcsServer.Perl("web", "$SIG{TERM} = sub { exit 7 }; sleep 600")], capacity: Spot);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);
        var task = (string)(await ecs.TaskAsync("shop", _ => true))["taskArn"]!;

        var interrupted = await InterruptAsync(ecs, task);
        var stopped = await ecs.TaskAsync("shop", EcsServer.IsStopped);
        var service = await ecs.ServiceAsync("shop", service => (int)service["runningCount"]! == 1);

        Assert.That(interrupted, Is.EqualTo((200, $$"""{"interrupted":"{{task}}"}""")));
        Assert.That(
            ((string?)stopped["taskArn"], (string?)stopped["stopCode"], (string?)stopped["stoppedReason"], (int?)stopped["containers"]![0]!["exitCode"]),
            Is.EqualTo((task, "SpotInterruption", "Your Spot Task was interrupted.", 7)));
        Assert.That(log.Lines, Has.Exactly(1).EqualTo(
            $"the spot capacity of task {task} is taken away. AWS warns of that by a task state change event of EventBridge, which LocalAws does not have, and by SIGTERM."));
        // ECS tells of an interruption by an event of EventBridge and in the task, not among the service's events.
        Assert.That(service["events"]!.AsArray().Select(happened => (string)happened!["message"]!), Has.Exactly(2).Contains("has started 1 tasks").And.None.Contains("nterrupt"));
    }

    [Test]
    public async Task A_task_that_is_not_there_cannot_be_interrupted()
    {
        await using var ecs = await EcsServer.StartAsync();

        var (status, answer) = await InterruptAsync(ecs, "0123");

        Assert.That((status, (string?)JsonNode.Parse(answer)!["__type"]), Is.EqualTo((400, "InvalidParameterException")));
    }

    private static async Task<IEnumerable<string>> VolumesAsync(EcsServer ecs)
    {
        var names = await EcsServer.DockerAsync("volume", "ls", "--filter", $"label={ecs.Server.Options.Label.Key}={ecs.Server.Options.Label.Value}", "--format", "{{.Name}}");
        return names.Split('\n').Where(name => name.Contains("-fs-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static async Task<(int Status, string Answer)> InterruptAsync(EcsServer ecs, string task)
    {
        using var response = await ecs.Server.Client.PostAsync(new Uri($"/_slipway/interrupt?task={Uri.EscapeDataString(task)}", UriKind.Relative), content: null);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task ServeAsync(EcsServer ecs, string family, JsonArray containers, string volumes = "[]", string capacity = Network)
    {
        await ecs.CallAsync("RegisterTaskDefinition", $$"""
            {"family": "{{family}}", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "executionRoleArn": "arn:aws:iam::111122223333:role/execution", "cpu": "256", "memory": "512", "volumes": {{volumes}}, "containerDefinitions": {{containers.ToJsonString()}}}
            """);
        await ecs.CallAsync("CreateService", $$"""{"cluster": "local", "serviceName": "{{family}}", "taskDefinition": "{{family}}", "desiredCount": 1, {{capacity}}}""");
    }
}
