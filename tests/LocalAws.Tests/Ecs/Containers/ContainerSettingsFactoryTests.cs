using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Ecs.Containers;

public sealed class ContainerSettingsFactoryTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private static readonly LocalAwsOptions Options = new() { StateDirectory = "/nowhere", InstanceId = "here", RegistryHost = "127.0.0.1:1" };

    [Test]
    public void A_container_is_named_labelled_and_known_by_its_name_and_aliases()
    {
        var task = Task("""
            {"containerDefinitions": [
              {"name": "app", "image": "a", "dockerLabels": {"team": "shop", "slipway.task": "mine"}},
              {"name": "nginx", "image": "n", "links": ["app:backend", "app"]}
            ]}
            """);

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string>());

        Assert.That(settings.Name, Is.EqualTo("ecs-shop-3-app-0123456789ab"));
        Assert.That(settings.Image, Is.EqualTo("app@sha256:1"));
        Assert.That((settings.Networking.Network, string.Join(' ', settings.Networking.Aliases)), Is.EqualTo(($"slipway-{Id}", "app backend")));
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
    public void Every_setting_that_docker_has_reaches_docker()
    {
        var task = Task("""
            {
              "volumes": [{"name": "own"}, {"name": "bind", "host": {"sourcePath": "/srv/x"}}, {"name": "kept", "dockerVolumeConfiguration": {"scope": "shared"}}],
              "containerDefinitions": [{
                "name": "app", "image": "a", "command": ["run", "--now"], "entryPoint": ["/bin/tini", "--"], "workingDirectory": "/app", "user": "1000:1000",
                "hostname": "shop", "privileged": true, "readonlyRootFilesystem": true, "pseudoTerminal": true, "interactive": true, "stopTimeout": 9,
                "cpu": 1, "memory": 64, "memoryReservation": 32,
                "portMappings": [{"containerPort": 80, "hostPort": 8080}, {"containerPort": 53, "protocol": "udp"}],
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

        var settings = new ContainerSettingsFactory(new(Options)).Create(task, "app", new Dictionary<string, string> { ["SECRET"] = "s" });

        Assert.That(string.Join(' ', Slipway.Docker.DockerArguments.Create(settings, "/env")), Is.EqualTo(string.Join(' ',
            "create --name ecs-shop-3-app-0123456789ab --pull never --hostname shop",
            $"--label slipway.local-aws=here --label slipway.local-aws.state=/nowhere --label slipway.cluster=local --label slipway.task={Id} --label slipway.service=shop --label slipway.container=app --label slipway.log-group=shop",
            $"--env-file /env --network slipway-{Id} --network-alias app --publish 127.0.0.1:8080:80/tcp --publish 127.0.0.1::53/udp",
            "--add-host db:10.0.0.1 --dns 10.0.0.2 --dns-search example.com",
            $"--volume slipway-{Id}-own:/a --volume /srv/x:/b:ro --volume slipway-here-kept:/c --tmpfs /run:size=8m,noexec --volumes-from ecs-shop-3-other-0123456789ab:ro",
            "--memory 64m --memory-reservation 32m --memory-swap 64m --shm-size 16m --cpu-shares 2 --ulimit nofile=100:200 --sysctl net.core.somaxconn=500 --device /dev/null:/dev/nothing:r",
            "--health-cmd true --health-interval 7000ms --health-timeout 5000ms --health-retries 4 --health-start-period 2000ms",
            "--user 1000:1000 --workdir /app --stop-timeout 9 --init --tty --interactive --privileged --read-only --cap-add SYS_PTRACE --cap-drop ALL --security-opt no-new-privileges",
            "--log-driver json-file --log-opt max-size=10m --log-opt max-file=3 --entrypoint /bin/tini app@sha256:1 -- run --now")));
    }

    private static TaskSnapshot Task(string json)
    {
        var definition = new TaskDefinitionDocument(JsonNode.Parse(json)!.AsObject());
        return new(Id, "local", "shop", definition, "arn:aws:ecs:us-east-1:000000000000:task-definition/shop:3",
            definition.Containers.ToDictionary(container => container.Name, container => $"{container.Name}@sha256:1"), new HashSet<string>());
    }
}
