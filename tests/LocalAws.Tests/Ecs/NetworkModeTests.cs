using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>Tasks in the network modes host and none. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html</summary>
[Parallelizable(ParallelScope.All)]
public sealed class NetworkModeTests
{
    private const string Port = """ "portMappings": [{"containerPort": 80}] """;

    [TestCase("host", """ "links": ["db"] """, "Links are not supported when networkMode=host")]
    [TestCase("none", """ "links": ["db"] """, "Links are not supported when networkMode=none")]
    [TestCase("none", Port, "Port mappings are not supported when networkMode=none")]
    [TestCase("vpc", Port, "Network mode 'vpc' is not one of bridge, host, awsvpc and none.")]
    public void A_container_is_refused(string mode, string member, string message)
    {
        var refused = Assert.Throws<AwsErrorException>(() => Register(new(), mode, member));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("ClientException", message)));
    }

    [TestCase("host", """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}} """, "Network Configuration is not valid for the given networkMode of this task definition.")]
    [TestCase("none", """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}} """, "Network Configuration is not valid for the given networkMode of this task definition.")]
    [TestCase("host", """ "launchType": "FARGATE" """, "Task definition does not support launch_type FARGATE.")]
    [TestCase("none", """ "launchType": "FARGATE" """, "Task definition does not support launch_type FARGATE.")]
    [TestCase("host", """ "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}] """,
        "The provided target group ARN has target type ip, which is incompatible with the host network mode specified in the task definition.")]
    [TestCase("none", """ "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}] """, "The container web did not have a container port 80 defined.")]
    public void A_service_is_refused(string mode, string member, string message)
    {
        var rig = new EcsRig();
        rig.TargetGroups.Addresses.Add("green");
        Register(rig, mode, mode == "host" ? Port : "");

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, {{member}} }"""));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidParameterException", message)));
    }

    [Test]
    public void A_port_of_this_machine_is_one_tasks_only()
    {
        var rig = new EcsRig();
        var port = Register(rig, "host", Port)["taskDefinition"]!["containerDefinitions"]![0]!["portMappings"]![0]!;

        var ran = rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "web", "count": 2}""");

        Assert.That(((int)port["hostPort"]!, ran["tasks"]!.AsArray().Count), Is.EqualTo((80, 1)));
        Assert.That(ran["failures"]!.AsArray().Select(failure => (string?)failure!["reason"]), Is.EqualTo(new[] { "RESOURCE:PORTS" }));
    }

    [Test]
    public async Task A_task_in_mode_none_has_loopback_alone_and_no_ports()
    {
        await using var ecs = await EcsServer.StartAsync();

        var (task, web) = await RunAsync(ecs, "none", EcsServer.Perl("web", "sub answer { 'here' }" + EcsServer.Web));

        Assert.That(await EcsServer.DockerAsync("exec", web, "ls", "/sys/class/net"), Is.EqualTo("lo"));
        var container = task["containers"]![0]!;
        Assert.That((container["networkBindings"]!.ToJsonString(), container["networkInterfaces"]!.ToJsonString(), task["attachments"]!.ToJsonString()), Is.EqualTo(("[]", "[]", "[]")));
        // Its own loopback it does have.
        var answer = await Eventually.GetAsync(
            () => EcsServer.DockerAsync("exec", web, "perl", "-MIO::Socket::INET", "-e", """$u = IO::Socket::INET->new('127.0.0.1:8080') or exit 0; print $u "GET / HTTP/1.0\r\n\r\n"; local $/; print <$u>"""),
            said => said.Length > 0);
        Assert.That(answer, Does.EndWith("here"));
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the engine's machine is another one.")]
    public async Task A_task_in_mode_host_has_the_network_and_the_name_of_this_machine()
    {
        await using var ecs = await EcsServer.StartAsync();
        var port = FreePort.Next();
        var definition = EcsServer.Perl("web", "sub answer { 'here' }" + EcsServer.Web.Replace("8080", $"{port}", StringComparison.Ordinal), $$"""{"portMappings": [{"containerPort": {{port}}}]}""");

        var (task, web) = await RunAsync(ecs, "host", definition);

        Assert.That(await EcsServer.AnswerAsync(port, answer => answer.Length > 0), Is.EqualTo("here"));
        Assert.That(await EcsServer.DockerAsync("exec", web, "hostname"), Is.EqualTo(await EcsServer.DockerAsync("info", "--format", "{{.Name}}")));
        Assert.That(
            task["containers"]![0]!["networkBindings"]!.ToJsonString(),
            Is.EqualTo($$"""[{"bindIP":"0.0.0.0","containerPort":{{port}},"hostPort":{{port}},"protocol":"tcp"}]"""));
    }

    private static JsonObject Register(EcsRig rig, string mode, string member) => rig.Call("RegisterTaskDefinition", $$"""
        {"family": "web", "networkMode": "{{mode}}", "containerDefinitions": [{"name": "web", "image": "w", "memory": 64{{(member.Length > 0 ? "," : "")}} {{member}} }, {"name": "db", "image": "d", "memory": 64}]}
        """);

    /// <summary>A task that runs, and the id of its container on the engine.</summary>
    private static async Task<(JsonNode Task, string Container)> RunAsync(EcsServer ecs, string mode, JsonObject container)
    {
        await ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "shop", "networkMode": "{{mode}}", "containerDefinitions": {{new JsonArray(container).ToJsonString()}}}""");
        await ecs.CallAsync("CreateService", """{"cluster": "local", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 1}""");
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);
        var task = await ecs.TaskAsync("shop", _ => true);
        var id = ((string)task["taskArn"]!).Split('/')[^1];
        return (task, await EcsServer.DockerAsync("ps", "--quiet", "--filter", $"label=slipway.task={id}", "--filter", "label=slipway.container=web"));
    }
}
