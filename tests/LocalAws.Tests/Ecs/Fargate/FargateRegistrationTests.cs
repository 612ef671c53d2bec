using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Fargate;

/// <summary>What RegisterTaskDefinition refuses of a task definition for Fargate, and of one in another network mode than bridge.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FargateRegistrationTests
{
    [TestCase("networkMode", "\"bridge\"", "Fargate only supports network mode ‘awsvpc’.")]
    [TestCase("networkMode", "null", "Fargate only supports network mode ‘awsvpc’.")]
    [TestCase("cpu", "null", "Fargate requires that 'cpu' be defined at the task level.")]
    [TestCase("memory", "\"768\"", "No Fargate configuration exists for given values.")]
    [TestCase("memory", "\"3 GB\"", "No Fargate configuration exists for given values.")]
    [TestCase("ipcMode", "\"task\"", "Fargate compatible task definitions do not support ipcMode")]
    [TestCase("pidMode", "\"host\"", "Tasks using the Fargate launch type do not support pidMode 'host'")]
    [TestCase("placementConstraints", """[{"type": "memberOf"}]""", "Fargate compatible task definitions do not support placementConstraints")]
    [TestCase("ephemeralStorage", """{"sizeInGiB": 20}""", "EphemeralStorage size should be at least 21")]
    [TestCase("ephemeralStorage", """{"sizeInGiB": 201}""", "EphemeralStorage size should be at most 200")]
    [TestCase("volumes", """[{"name": "v", "dockerVolumeConfiguration": {"scope": "task"}}]""", "Fargate compatible task definitions do not support dockerVolumeConfiguration")]
    [TestCase("volumes", """[{"name": "v", "host": {"sourcePath": "/srv"}}]""", "Fargate compatible task definitions do not support sourcePath")]
    [TestCase("requiresCompatibilities", """["EC2", "FARGATE"]""", null)]
    [TestCase("cpu", "\".25 vCPU\"", null)]
    [TestCase("runtimePlatform", """{"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}""", "No Fargate configuration exists for given values.")]
    [TestCase("runtimePlatform", """{"operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64"}""", null)]
    public void A_task_is_refused_in_the_words_of_ECS(string member, string value, string? message) =>
        Assert.That(Refusal(task => task[member] = JsonNode.Parse(value)), Is.EqualTo(message));

    [TestCase("privileged", "true", "Fargate requires that the 'privileged' setting be 'false'")]
    [TestCase("dockerSecurityOptions", """["no-new-privileges"]""", "Fargate compatible task definitions do not support dockerSecurityOptions")]
    [TestCase("linuxParameters", """{"devices": [{"hostPath": "/dev/fuse"}]}""", "Fargate compatible task definitions do not support devices")]
    [TestCase("linuxParameters", """{"sharedMemorySize": 64}""", "Fargate compatible task definitions do not support sharedMemorySize")]
    [TestCase("linuxParameters", """{"capabilities": {"add": ["NET_ADMIN"]}}""", "NET_ADMIN is not allowed on Fargate.")]
    [TestCase("linuxParameters", """{"capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}}""", null)]
    [TestCase("logConfiguration", """{"logDriver": "json-file"}""", "json-file is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]")]
    [TestCase("logConfiguration", """{"logDriver": "awslogs", "options": {"awslogs-group": "g", "awslogs-region": "r"}}""", "Fargate requires log configuration options to include awslogs-stream-prefix")]
    [TestCase("logConfiguration", """{"logDriver": "awslogs", "options": {"awslogs-group": "g", "awslogs-region": "r", "awslogs-stream-prefix": "p"}}""", "Fargate requires task definition to have execution role ARN to support log driver awslogs.")]
    [TestCase("image", "\"123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop:1\"", "Fargate requires task definition to have execution role ARN to support ECR images.")]
    [TestCase("image", "\"127.0.0.1:1/shop:1\"", "Fargate requires task definition to have execution role ARN to support ECR images.")]
    [TestCase("resourceRequirements", """[{"type": "GPU", "value": "1"}]""", "Tasks using the Fargate launch type do not support GPU resource requirements")]
    [TestCase("stopTimeout", "121", "Fargate requires that 'stopTimeout' be between 2 and 120 seconds.")]
    [TestCase("links", """["other"]""", "Links are not supported when networkMode=awsvpc")]
    [TestCase("hostname", "\"web\"", "hostname is not supported on container when networkMode=awsvpc")]
    [TestCase("extraHosts", """[{"hostname": "a", "ipAddress": "10.0.0.1"}]""", "Extra hosts are not supported on container when networkMode=awsvpc")]
    [TestCase("dnsServers", """["10.0.0.2"]""", "DNS servers are not supported on container when networkMode=awsvpc")]
    [TestCase("portMappings", """[{"containerPort": 80, "hostPort": 8080}]""", "When networkMode=awsvpc, the host ports and container ports in port mappings must match.")]
    [TestCase("portMappings", """[{"containerPort": 80, "hostPort": 0}]""", null)]
    public void A_container_is_refused_in_the_words_of_ECS(string member, string value, string? message) =>
        Assert.That(Refusal(task => task["containerDefinitions"]![0]![member] = JsonNode.Parse(value)), Is.EqualTo(message));

    [TestCase("X86_64", "1024", "2048", null)]
    [TestCase("ARM64", "1024", "2048", "No Fargate configuration exists for given values.")]
    [TestCase("X86_64", "8192", "16384", "No Fargate configuration exists for given values.")]
    public void Windows_has_some_of_the_sizes_and_one_processor(string processor, string cpu, string memory, string? message) => Assert.That(
        Refusal(task =>
        {
            (task["cpu"], task["memory"]) = (cpu, memory);
            task["runtimePlatform"] = new JsonObject { ["operatingSystemFamily"] = "WINDOWS_SERVER_2022_CORE", ["cpuArchitecture"] = processor };
        }),
        Is.EqualTo(message));

    [Test]
    public void Limits_of_the_containers_do_not_replace_the_tasks_memory() => Assert.That(
        Refusal(task =>
        {
            task.Remove("memory");
            foreach (var container in task["containerDefinitions"]!.AsArray()) container!["memory"] = 256;
        }),
        Is.EqualTo("Fargate requires that 'memory' be defined at the task level."));

    [Test]
    public void What_is_for_instances_too_has_no_ephemeral_storage() => Assert.That(
        Refusal(task =>
        {
            task["requiresCompatibilities"] = new JsonArray("EC2", "FARGATE");
            task["ephemeralStorage"] = new JsonObject { ["sizeInGiB"] = 50 };
        }),
        Is.EqualTo("Tasks using the EC2 launch type do not support EphemeralStorage"));

    [TestCase("host", "When networkMode=host, the host ports and container ports in port mappings must match.")]
    [TestCase("none", "Port mappings are not supported when networkMode=none")]
    public void Ports_are_not_translated_outside_of_bridge(string mode, string message) => Assert.That(
        Refusal(task =>
        {
            task["requiresCompatibilities"] = new JsonArray("EC2");
            task["networkMode"] = mode;
            task["containerDefinitions"]![0]!["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80, ["hostPort"] = 8080 });
        }),
        Is.EqualTo(message));

    [Test]
    public void Sizes_are_stored_in_units_and_the_compatibilities_are_shown()
    {
        var rig = new EcsRig();
        var task = Task();
        (task["cpu"], task["memory"]) = (".5 vCPU", "1 GB");

        var registered = rig.Call("RegisterTaskDefinition", task.ToJsonString())["taskDefinition"]!;

        Assert.That($"{registered["cpu"]} {registered["memory"]} {registered["compatibilities"]!.ToJsonString()} {registered["containerDefinitions"]![0]!["portMappings"]![0]!["hostPort"]}", Is.EqualTo("""512 1024 ["EC2","FARGATE"] 80"""));
    }

    private static string? Refusal(Action<JsonObject> change)
    {
        var task = Task();
        change(task);
        try
        {
            new EcsRig().Call("RegisterTaskDefinition", task.ToJsonString());
            return null;
        }
        catch (AwsErrorException refused) when (refused.Code == "ClientException")
        {
            return refused.Message;
        }
    }

    private static JsonObject Task() => JsonNode.Parse("""
        {
          "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
          "containerDefinitions": [{"name": "web", "image": "shop", "portMappings": [{"containerPort": 80}]}, {"name": "other", "image": "shop"}]
        }
        """)!.AsObject();
}
