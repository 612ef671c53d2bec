using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Docker.DotNet.Models;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

public sealed class ContainerSettingsFactoryTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly JsonSerializerOptions WithoutDefaults = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private static readonly LocalAwsOptions Options = new() { StateDirectory = "/nowhere", InstanceId = "here", RegistryHost = "127.0.0.1:1" };

    [Test]
    public void A_container_is_named_and_labelled()
    {
        var task = Task("""
            {"containerDefinitions": [
              {"name": "app", "image": "a", "dockerLabels": {"team": "shop", "slipway.task": "mine"}},
              {"name": "nginx", "image": "n"}
            ]}
            """);

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.Name, Is.EqualTo("ecs-shop-3-app-0123456789ab"));
        Assert.That(settings.Image, Is.EqualTo("app@sha256:1"));
        Assert.That(settings.Labels, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["team"] = "shop",
            ["slipway.local-aws"] = "here",
            ["slipway.local-aws.state"] = "/nowhere",
            ["slipway.cluster"] = "local",
            ["slipway.service"] = "shop",
            ["slipway.task"] = Id,
            ["slipway.container"] = "app",
        }));
    }

    [Test]
    public void Every_setting_that_the_engine_has_reaches_the_engine()
    {
        var task = Task("""
            {
              "volumes": [{"name": "own"}, {"name": "bind", "host": {"sourcePath": "/srv/x"}}, {"name": "kept", "dockerVolumeConfiguration": {"scope": "shared"}}],
              "containerDefinitions": [{
                "name": "app", "image": "a", "command": ["run", "--now"], "entryPoint": ["/bin/tini", "--"], "workingDirectory": "/app", "user": "1000:1000",
                "hostname": "shop", "privileged": true, "readonlyRootFilesystem": true, "pseudoTerminal": true, "interactive": true, "stopTimeout": 9,
                "cpu": 1, "memory": 64, "memoryReservation": 32,
                "portMappings": [{"containerPort": 80, "hostPort": 8080}, {"containerPort": 53, "protocol": "udp"}],
                "links": ["other:backend", "other"],
                "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 7, "retries": 4, "startPeriod": 2},
                "extraHosts": [{"hostname": "db", "ipAddress": "10.0.0.1"}], "dnsServers": ["10.0.0.2"], "dnsSearchDomains": ["example.com"],
                "ulimits": [{"name": "nofile", "softLimit": 100, "hardLimit": 200}], "systemControls": [{"namespace": "net.core.somaxconn", "value": "500"}],
                "dockerSecurityOptions": ["no-new-privileges"],
                "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "shop"}},
                "mountPoints": [{"sourceVolume": "own", "containerPath": "/a"}, {"sourceVolume": "bind", "containerPath": "/b", "readOnly": true}, {"sourceVolume": "kept", "containerPath": "/c"}],
                "volumesFrom": [{"sourceContainer": "other", "readOnly": true}],
                "linuxParameters": {
                  "initProcessEnabled": true, "sharedMemorySize": 16, "capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]},
                  "tmpfs": [{"containerPath": "/run", "size": 8, "mountOptions": ["noexec"]}], "devices": [{"hostPath": "/dev/null", "containerPath": "/dev/nothing", "permissions": ["read"]}]
                }
              }, {"name": "other", "image": "o"}]
            }
            """);

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string> { ["SECRET"] = "s\nof two lines" });

        Assert.That(Json(settings), Is.EqualTo(JsonNode.Parse($$$"""
            {
              "Name": "ecs-shop-3-app-0123456789ab", "Image": "app@sha256:1", "Hostname": "shop", "User": "1000:1000", "WorkingDir": "/app",
              "Entrypoint": ["/bin/tini", "--"], "Cmd": ["run", "--now"], "Env": ["SECRET=s\nof two lines"], "Tty": true, "OpenStdin": true, "StopTimeout": 9,
              "Labels": {
                "slipway.local-aws": "here", "slipway.local-aws.state": "/nowhere", "slipway.cluster": "local", "slipway.task": "{{{Id}}}", "slipway.service": "shop", "slipway.container": "app",
                "slipway.log-group": "shop"
              },
              "Healthcheck": {"Test": ["CMD-SHELL", "true"], "Interval": "00:00:07", "Timeout": "00:00:05", "StartPeriod": "00:00:02", "Retries": 4},
              "ExposedPorts": {"80/tcp": {}, "53/udp": {}},
              "HostConfig": {
                "NetworkMode": "bridge", "Links": ["ecs-shop-3-other-0123456789ab:backend", "ecs-shop-3-other-0123456789ab:other"],
                "PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}], "53/udp": [{"HostIp": "127.0.0.1"}]},
                "ExtraHosts": ["db:10.0.0.1"], "Dns": ["10.0.0.2"], "DnsSearch": ["example.com"],
                "Binds": ["slipway-{{{Id}}}-own:/a", "/srv/x:/b:ro", "slipway-here-kept:/c"], "Tmpfs": {"/run": "size=8m,noexec"},
                "VolumesFrom": ["ecs-shop-3-other-0123456789ab:ro"],
                "Memory": 67108864, "MemorySwap": 67108864, "MemoryReservation": 33554432, "ShmSize": 16777216, "CpuShares": 2,
                "Ulimits": [{"Name": "nofile", "Hard": 200, "Soft": 100}], "Sysctls": {"net.core.somaxconn": "500"},
                "Devices": [{"PathOnHost": "/dev/null", "PathInContainer": "/dev/nothing", "CgroupPermissions": "r"}],
                "Init": true, "Privileged": true, "ReadonlyRootfs": true, "CapAdd": ["SYS_PTRACE"], "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges"],
                "LogConfig": {"Type": "json-file", "Config": {"max-size": "10m", "max-file": "3"}}
              }
            }
            """)).Using<JsonNode>(JsonNode.DeepEquals), Json(settings).ToJsonString());
    }

    [Test]
    public void A_container_without_limits_may_use_as_much_as_its_task()
    {
        var task = Task("""{"family": "shop", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "a"}]}""");

        var host = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>()).HostConfig!;

        Assert.That((host.Memory, host.MemorySwap, host.CPUPeriod, host.CPUQuota), Is.EqualTo((536_870_912, 536_870_912, 100_000, 25_000)));
    }

    [Test]
    public void A_container_without_networking_has_none()
    {
        var task = Task("""{"family": "shop", "containerDefinitions": [{"name": "app", "image": "a", "memory": 64, "disableNetworking": true}]}""");

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.NetworkDisabled, Is.True);
    }

    [Test]
    public void A_container_has_the_names_of_Service_Connect_beside_its_own()
    {
        var task = Task("""{"family": "shop", "containerDefinitions": [{"name": "app", "image": "a", "memory": 64, "extraHosts": [{"hostname": "db", "ipAddress": "10.0.0.1"}]}]}""") with { Hosts = ["api.shop:169.254.171.1"] };

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.HostConfig!.ExtraHosts, Is.EqualTo(new[] { "db:10.0.0.1", "api.shop:169.254.171.1" }));
    }

    [TestCase("", "169.254.170.2")]
    [TestCase(", \"dnsServers\": [\"10.0.0.2\"]", "10.0.0.2")]
    public void A_container_asks_the_resolver_unless_its_definition_names_another(string members, string server)
    {
        var task = Task($$"""{"family": "shop", "containerDefinitions": [{"name": "app", "image": "a", "memory": 64{{members}}}]}""") with { Resolver = "169.254.170.2" };

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.HostConfig!.DNS, Is.EqualTo(new[] { server }));
    }

    [TestCase("amd64", Architecture.Arm64)]
    [TestCase("arm64", Architecture.X64)]
    public void A_task_of_another_processor_than_the_machine_gets_its_own_platform_of_the_image(string architecture, Architecture machine)
    {
        var task = Task("""{"family": "shop", "containerDefinitions": [{"name": "app", "image": "a", "memory": 64}]}""") with { Platform = new("linux", architecture) };

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.Platform, Is.EqualTo(RuntimeInformation.OSArchitecture == machine ? $"linux/{architecture}" : null));
    }

    private static JsonNode Json(CreateContainerParameters settings)
    {
        var json = JsonSerializer.SerializeToNode(settings, WithoutDefaults)!;
        RemoveEmptyTexts(json);
        return json;
    }

    /// <summary>To the engine they are the same as members that are not there.</summary>
    private static void RemoveEmptyTexts(JsonNode json)
    {
        foreach (var (name, value) in (json as JsonObject ?? []).ToList())
        {
            if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && (string?)text == "")
                json.AsObject().Remove(name);
        }

        foreach (var part in (json as JsonObject)?.Select(member => member.Value) ?? json as JsonArray ?? [])
        {
            if (part is JsonObject or JsonArray)
                RemoveEmptyTexts(part);
        }
    }

    private static TaskSnapshot Task(string json)
    {
        var definition = new TaskDefinitionDocument(JsonNode.Parse(json)!.AsObject());
        return new(Id, "local", "shop", definition, "arn:aws:ecs:us-east-1:000000000000:task-definition/shop:3",
            definition.Containers.ToDictionary(container => container.Name, container => $"{container.Name}@sha256:1"), new HashSet<string>());
    }
}
