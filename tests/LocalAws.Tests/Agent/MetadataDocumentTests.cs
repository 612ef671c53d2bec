using System.Text.Json.Nodes;
using Docker.DotNet.Models;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.Metadata;

namespace Slipway.LocalAws.Tests.Agent;

/// <summary>The documents as containers read them. Their shape is that of answers of the agent and of Fargate.</summary>
public sealed class MetadataDocumentTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private const string Definition = """
        {
          "networkMode": "bridge", "cpu": "512", "memory": "1024",
          "containerDefinitions": [
            {
              "name": "web", "image": "shop.web:7", "cpu": 10, "memory": 128, "dockerLabels": {"team": "shop"}, "portMappings": [{"containerPort": 80}],
              "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "shop", "awslogs-stream-prefix": "ecs"}}
            },
            {"name": "late", "image": "late:1", "essential": false}
          ]
        }
        """;

    private const string WebOfVersion3 = """
        {
          "DockerId": "d1", "Name": "web", "DockerName": "ecs-shop-3-web-0123456789ab", "Image": "shop.web:7", "ImageID": "sha256:11",
          "Ports": [{"ContainerPort": 80, "Protocol": "tcp", "HostPort": 32768, "HostIp": "127.0.0.1"}],
          "Labels": {
            "team": "shop", "com.amazonaws.ecs.cluster": "local", "com.amazonaws.ecs.container-name": "web",
            "com.amazonaws.ecs.task-arn": "arn:aws:ecs:eu-west-2:123456789012:task/local/0123456789abcdef0123456789abcdef",
            "com.amazonaws.ecs.task-definition-family": "shop", "com.amazonaws.ecs.task-definition-version": "3"
          },
          "DesiredStatus": "RUNNING", "KnownStatus": "RUNNING", "Limits": {"CPU": 10, "Memory": 128},
          "CreatedAt": "2026-03-02T09:00:00.25Z", "StartedAt": "2026-03-02T09:00:01.1234567Z", "Type": "NORMAL",
          "Health": {"status": "HEALTHY", "statusSince": "2026-03-02T09:00:05Z", "exitCode": 0, "output": "fine"},
          "Volumes": [{"Source": "/var/lib/docker/volumes/data", "Destination": "/data", "DockerName": "data"}],
          "Networks": [{"NetworkMode": "bridge", "IPv4Addresses": ["172.17.0.4"]}]
        }
        """;

    private static readonly ContainerInspectResponse Web = new()
    {
        ID = "d1",
        Name = "/ecs-shop-3-web-0123456789ab",
        Image = "sha256:11",
        Created = new(2026, 3, 2, 9, 0, 0, 250, DateTimeKind.Utc),
        State = new()
        {
            Status = "running",
            StartedAt = "2026-03-02T09:00:01.1234567Z",
            FinishedAt = "0001-01-01T00:00:00Z",
            Health = new() { Status = "healthy", Log = [new() { End = new(2026, 3, 2, 9, 0, 5, DateTimeKind.Utc), ExitCode = 0, Output = "fine" }] },
        },
        Mounts = [new() { Name = "data", Source = "/var/lib/docker/volumes/data", Destination = "/data" }],
        NetworkSettings = new()
        {
            Ports = new Dictionary<string, IList<PortBinding>> { ["80/tcp"] = [new() { HostIP = "127.0.0.1", HostPort = "32768" }] },
            Networks = new Dictionary<string, EndpointSettings> { ["bridge"] = new() { IPAddress = "172.17.0.4" }, ["slipway-here-lb"] = new() { IPAddress = "172.18.0.4" } },
        },
    };

    [Test]
    public void A_container_on_the_bridge_in_version_3()
    {
        var task = Task();

        var document = ContainerDocument.Of(task, task.Containers[0], Web, NetworkDocument.Of(task, Web, null, 3), 3);

        AssertJson(document, WebOfVersion3);
    }

    [Test]
    public void A_container_on_the_bridge_in_version_4_has_its_ARN_and_its_logs_as_well()
    {
        var task = Task();
        var expected = JsonNode.Parse(WebOfVersion3)!.AsObject();
        expected["ContainerARN"] = "arn:aws:ecs:eu-west-2:123456789012:container/local/0123456789abcdef0123456789abcdef/c0";
        expected["LogDriver"] = "awslogs";
        expected["LogOptions"] = JsonNode.Parse("""{"awslogs-group": "shop", "awslogs-stream": "ecs/web/0123456789abcdef0123456789abcdef"}""");

        var document = ContainerDocument.Of(task, task.Containers[0], Web, NetworkDocument.Of(task, Web, null, 4), 4);

        AssertJson(document, expected.ToJsonString());
    }

    [Test]
    public void A_task_on_a_container_instance_in_version_4()
    {
        var document = TaskDocument.Of(Task(), Seen(Web), "eu-west-2", 4, withTags: true);

        Assert.That(document["Containers"]!.AsArray().Select(container => (int?)container!["RestartCount"]), Is.EqualTo(new int?[] { null, 2 }));
        AssertContainers(document, "web RUNNING", "late PULLED");
        AssertJson(document, """
            {
              "Cluster": "local", "TaskARN": "arn:aws:ecs:eu-west-2:123456789012:task/local/0123456789abcdef0123456789abcdef", "Family": "shop", "Revision": "3",
              "DesiredStatus": "RUNNING", "KnownStatus": "PULLED", "Limits": {"CPU": 0.5, "Memory": 1024},
              "PullStartedAt": "2026-03-02T08:59:58Z", "PullStoppedAt": "2026-03-02T08:59:59.5Z", "AvailabilityZone": "eu-west-2a",
              "TaskTags": {"team": "shop"}, "LaunchType": "EC2", "ServiceName": "shop", "VPCID": "vpc-00000000000000000", "FaultInjectionEnabled": false
            }
            """);
    }

    [Test]
    public void A_task_without_tags_in_version_3_has_neither_launch_type_nor_service()
    {
        var document = TaskDocument.Of(Task(), Seen(Web), "eu-west-2", 3, withTags: false);

        Assert.That(
            document.Select(member => member.Key),
            Is.EqualTo(new[] { "Cluster", "TaskARN", "Family", "Revision", "DesiredStatus", "KnownStatus", "Containers", "Limits", "PullStartedAt", "PullStoppedAt", "AvailabilityZone" }));
    }

    [Test]
    public void On_Fargate_a_container_shows_Fargates_id_and_the_interface_of_its_task()
    {
        var task = OnFargate();
        var interfaced = Interfaced();

        var document = ContainerDocument.Of(task, task.Containers[0], Web, NetworkDocument.Of(task, Web, interfaced, 4), 4);

        Assert.That(
            $"{document["DockerId"]} {document["DockerName"]} {document["Labels"]!["com.amazonaws.ecs.cluster"]} {document["Volumes"]}",
            Is.EqualTo($"{Id}-0000000001 web arn:aws:ecs:eu-west-2:123456789012:cluster/local "));
        AssertJson(document["Networks"]![0]!, """
            {
              "NetworkMode": "awsvpc", "IPv4Addresses": ["172.18.3.7"], "AttachmentIndex": 0, "MACAddress": "02:42:ac:12:03:07", "IPv4SubnetCIDRBlock": "172.18.0.0/22",
              "SubnetGatewayIpv4Address": "172.18.0.1/22", "DomainNameServers": ["127.0.0.11"], "DomainNameSearchList": ["eu-west-2.compute.internal"],
              "PrivateDNSName": "ip-172-18-3-7.eu-west-2.compute.internal"
            }
            """);
        AssertJson(document["Ports"]![0]!, """{"ContainerPort": 80, "Protocol": "tcp", "HostPort": 80}""");
        Assert.That(document["Limits"]!.ToJsonString(), Is.EqualTo("""{"CPU":10,"Memory":128}"""));
    }

    [Test]
    public void On_Fargate_a_container_without_limits_shows_the_least_share_of_the_processor()
    {
        var task = OnFargate();

        var document = ContainerDocument.Of(task, task.Containers[1], null, null, 4);

        Assert.That(document["Limits"]!.ToJsonString(), Is.EqualTo("""{"CPU":2}"""));
    }

    [Test]
    public void On_Fargate_a_task_has_its_storage_and_its_clock()
    {
        var document = new JsonObject();

        FargateDocument.Add(document, OnFargate(), written: 5 * 1024 * 1024, new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

        AssertJson(document, """
            {
              "EphemeralStorageMetrics": {"Utilized": 5, "Reserved": 20496},
              "ClockDrift": {"ReferenceTimestamp": "2026-03-02T09:00:00Z", "ClockSynchronizationStatus": "NOT_SYNCHRONIZED"}
            }
            """);
    }

    [Test]
    public void Only_a_container_instance_shows_what_has_the_interface()
    {
        var task = OnFargate();

        AssertContainers(TaskDocument.Of(task, Seen(Web, Interfaced()), "eu-west-2", 4, withTags: false), "web RUNNING", "late PULLED");
        AssertContainers(
            TaskDocument.Of(task with { IsOnFargate = false }, Seen(Web, Interfaced()), "eu-west-2", 4, withTags: false), "web RUNNING", "late PULLED", "~internal~ecs~pause RESOURCES_PROVISIONED");
    }

    [Test]
    public void What_has_ended_says_how()
    {
        var task = Task() with { IsToStop = true };
        var ended = new ContainerInspectResponse { ID = "d1", Name = Web.Name, State = new() { Status = "exited", ExitCode = 3, FinishedAt = "2026-03-02T10:00:00Z" } };

        var document = ContainerDocument.Of(task, task.Containers[0], ended, [], 3);

        Assert.That($"{document["DesiredStatus"]} {document["KnownStatus"]} {document["ExitCode"]} {document["FinishedAt"]}", Is.EqualTo("STOPPED STOPPED 3 2026-03-02T10:00:00Z"));
    }

    private static void AssertContainers(JsonObject document, params string[] expected)
    {
        Assert.That(document["Containers"]!.AsArray().Select(container => $"{container!["Name"]} {container["KnownStatus"]}"), Is.EqualTo(expected));
        document.Remove("Containers");
    }

    private static void AssertJson(JsonNode actual, string expected) =>
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(actual.ToJsonString()), JsonNode.Parse(expected)), Is.True, actual.ToJsonString());

    private static Dictionary<string, ContainerInspectResponse> Seen(params ContainerInspectResponse[] containers) => containers.ToDictionary(container => container.Name.TrimStart('/'));

    private static ContainerInspectResponse Interfaced() => new()
    {
        ID = "p1",
        Name = "/ecs-shop-3-internalecspause-0123456789ab",
        NetworkSettings = new()
        {
            Networks = new Dictionary<string, EndpointSettings>
            {
                ["slipway-here-lb"] = new() { IPAddress = "172.18.3.7", IPPrefixLen = 22, Gateway = "172.18.0.1", MacAddress = "02:42:ac:12:03:07" },
            },
        },
    };

    private static AgentTask OnFargate()
    {
        var task = Task();
        task.Definition.Root["networkMode"] = "awsvpc";
        return task with
        {
            LaunchType = "FARGATE",
            IsOnFargate = true,
            Interface = new("ecs-shop-3-internalecspause-0123456789ab", "172.18.3.7", "ip-172-18-3-7.eu-west-2.compute.internal"),
            Containers = [.. task.Containers.Select((container, index) => container with { ShownId = $"{Id}-000000000{index + 1}" })],
        };
    }

    private static AgentTask Task()
    {
        var definition = new TaskDefinitionDocument(JsonNode.Parse(Definition)!.AsObject());
        return new()
        {
            Id = Id,
            Arn = $"arn:aws:ecs:eu-west-2:123456789012:task/local/{Id}",
            ClusterName = "local",
            ClusterArn = "arn:aws:ecs:eu-west-2:123456789012:cluster/local",
            Family = "shop",
            Revision = 3,
            Definition = definition,
            Service = "shop",
            LaunchType = "EC2",
            PullStartedAt = new(2026, 3, 2, 8, 59, 58, TimeSpan.Zero),
            PullStoppedAt = new(2026, 3, 2, 8, 59, 59, 500, TimeSpan.Zero),
            Tags = new Dictionary<string, string> { ["team"] = "shop" },
            Containers =
            [
                .. definition.Containers.Select((container, index) => new AgentContainer(
                    container,
                    $"arn:aws:ecs:eu-west-2:123456789012:container/local/{Id}/c{index}",
                    $"e{index}",
                    $"ecs-shop-3-{container.Name}-0123456789ab",
                    ShownId: null,
                    IsPulled: true,
                    index == 0 ? new Dictionary<string, string> { ["awslogs-group"] = "shop", ["awslogs-stream"] = $"ecs/web/{Id}" } : null,
                    RestartCount: index == 0 ? null : 2)),
            ],
        };
    }
}
