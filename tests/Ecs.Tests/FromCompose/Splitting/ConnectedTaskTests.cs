using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose.Splitting;

/// <summary>The task definition and the service definition of one of several services.</summary>
public sealed class ConnectedTaskTests
{
    private const string Shop = """
        "web":{"build":{"context":"/p"},"ports":[{"target":80,"published":"8080"}],"environment":{"API":"http://api:8000","CACHE":"redis://cache:6379/0"},"depends_on":{"api":{"condition":"service_healthy"}}},
        "api":{"build":{"context":"/p"},"scale":3,"environment":{"REDIS_HOST":"cache","SELF":"http://api:8000/","STORE":"cache"}},
        "worker":{"build":{"context":"/p"},"environment":{"DATABASE_URL":"postgres://shop:hunter2hunter2@db/shop"}},
        "cache":{"image":"redis:7","volumes":[{"type":"volume","source":"data","target":"/data"}]},
        "db":{"image":"postgres:16"}
        """;

    [TestCase(LaunchType.Ec2)]
    [TestCase(LaunchType.Fargate)]
    public void Names_of_other_services_stay_as_they_are(LaunchType launchType)
    {
        var file = new SplitFile(Shop, "\"data\":{}") { IsRehearsal = true, LaunchType = launchType };

        var web = file.Convert("web").Document!.Containers.Single();

        Assert.That(web.Environment, Is.EqualTo(new Dictionary<string, string> { ["API"] = "http://api:8000", ["CACHE"] = "redis://cache:6379/0" }));
        Assert.That((web.Links, web.DependsOn), Is.EqualTo((Array.Empty<string>(), Array.Empty<ContainerDependency>())));
        Assert.That(file.Convert("api").Document!.Containers.Single().Environment["SELF"], Is.EqualTo("http://api:8000/"));
    }

    [TestCase(LaunchType.Ec2, """[{"containerPort":8000,"hostPort":0,"protocol":"tcp","name":"api-8000","appProtocol":"http"}]""")]
    [TestCase(LaunchType.Fargate, """[{"containerPort":8000,"protocol":"tcp","name":"api-8000","appProtocol":"http"}]""")]
    public void A_port_that_others_call_has_a_name(LaunchType launchType, string expected)
    {
        var api = new SplitFile(Shop) { LaunchType = launchType }.Convert("api").Document!.Containers.Single();

        Assert.That(api.Node["portMappings"]!.ToJsonString(), Is.EqualTo(expected));
    }

    [Test]
    public void A_host_that_only_the_rehearsal_has_is_to_be_filled_in()
    {
        var file = new SplitFile(Shop);

        var web = file.Convert("web");
        var api = file.Convert("api");

        Assert.That((web.Document!.Containers.Single().Environment["CACHE"], api.Document!.Containers.Single().Environment["REDIS_HOST"], api.Document.Containers.Single().Environment["STORE"]), Is.EqualTo(("redis://FILL-IN:6379/0", "FILL-IN", "cache")));
        Assert.That(Said(web), Has.One.EqualTo("CACHE: FILL-IN is written in the place of 'cache' (ElastiCache); it is in the rehearsal only"));
        Assert.That(Said(api), Is.Not.Empty);
    }

    [TestCase(true, "statsd", "udp://logs:514")]
    [TestCase(false, "FILL-IN", "udp://FILL-IN:514")]
    public void A_host_that_listens_on_UDP_alone_is_to_be_filled_in_where_it_has_an_address(bool isRehearsal, string host, string url)
    {
        var file = new SplitFile("""
            "web":{"build":{"context":"/p"},"environment":{"STATSD_HOST":"statsd","SYSLOG":"udp://logs:514","GAME":"game:7000"},"depends_on":{"statsd":{}}},
            "statsd":{"build":{"context":"/p"},"ports":[{"target":8125,"protocol":"udp"}]},
            "logs":{"build":{"context":"/p"},"expose":["514/udp"]},
            "game":{"build":{"context":"/p"},"ports":[{"target":7000,"protocol":"udp"},{"target":7000,"protocol":"tcp"}]}
            """) { IsRehearsal = isRehearsal };

        var web = file.Convert("web");

        Assert.That(web.Document!.Containers.Single().Environment, Is.EqualTo(new Dictionary<string, string> { ["GAME"] = "game:7000", ["STATSD_HOST"] = host, ["SYSLOG"] = url }));
        Assert.That(Said(web).Where(said => said.Contains("TCP", StringComparison.Ordinal)), Is.EqualTo(isRehearsal ? [] : new[] { "STATSD_HOST, SYSLOG: FILL-IN is written in the place of 'statsd', 'logs'; Service Connect is of TCP, and it listens on UDP" }));
        Assert.That(file.Split().UdpPorts.Select(service => $"{service.Key} {string.Join(' ', service.Value)}"), Is.EqualTo(new[] { "statsd 8125", "logs 514", "game 7000" }));
        Assert.That(file.Split().WithoutPort, Is.Empty);
    }

    [Test]
    public void A_secret_that_names_it_is_told_without_its_value()
    {
        var worker = new SplitFile(Shop).Convert("worker");

        Assert.That(Said(worker), Has.One.EqualTo("DATABASE_URL: let the secret say what the environment has in the place of 'db' (RDS); it is in the rehearsal only"));
        Assert.That(worker.Document!.ToJson(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void A_file_that_names_it_is_told_with_its_line()
    {
        var file = new SplitFile(Shop);
        file.Files["api"] = [new("api/settings.py", "import redis\nredis.Redis(host=\"cache\")\n")];

        Assert.That(file.Convert("api").Warnings.Select(warning => warning.ToString()), Has.One.EqualTo(
            "api: networks: api/settings.py:2 names 'cache', which is in the rehearsal only: let a variable say the address, since each environment has another one"));
    }

    [Test]
    public void Another_name_of_a_service_becomes_its_name()
    {
        var file = new SplitFile(""" "web":{"build":{"context":"/p"},"links":["api:backend"],"environment":{"A":"http://backend:80","B":"http://shop-api:80"}},"api":{"build":{"context":"/p"},"container_name":"shop-api"} """);

        var web = file.Convert("web");

        Assert.That(web.Document!.Containers.Single().Environment.Values, Is.EqualTo(new[] { "http://api:80", "http://api:80" }));
        Assert.That(Said(web), Is.EqualTo(new[] { "A, B: the name of the Compose service is written in the place of 'backend', 'shop-api'; Service Connect knows a service by one name" }));
    }

    [Test]
    public void A_sidecar_is_reached_at_the_address_of_the_task_on_Fargate()
    {
        var file = new SplitFile(""" "web":{"build":{"context":"/p"},"ports":[{"target":80}],"environment":{"PHP":"http://php:9000","API":"http://api:1"}},"php":{"build":{"context":"/p"},"volumes_from":["web"]},"api":{"build":{"context":"/p"}} """);

        Assert.That(file.Convert("web").Document!.Containers.Single(container => container.Name == "web").Environment, Is.EqualTo(new Dictionary<string, string> { ["API"] = "http://api:1", ["PHP"] = "http://127.0.0.1:9000" }));
    }

    [Test]
    public void What_x_slipway_says_of_the_size_comes_first_and_the_proxy_has_its_part()
    {
        var file = new SplitFile(""" "web":{"build":{"context":"/p"},"mem_limit":"128m","cpus":2} """);
        file.Hints["web"] = new() { Cpu = 256, Memory = 1000 };

        var document = file.Convert("web").Document!;

        Assert.That(document.Containers.Single().Node.Where(member => member.Key is "cpu" or "memory" or "memoryReservation").Select(member => $"{member.Key} {member.Value}"), Is.EqualTo(new[] { "memoryReservation 1000", "cpu 256" }));
        Assert.That((document.Cpu?.ToString(), document.Memory?.ToString()), Is.EqualTo(("512", "2048")));
    }

    [Test]
    public void The_service_definition_joins_by_the_names_of_Compose()
    {
        var file = new SplitFile(Shop);

        Assert.That(JsonNode.DeepEquals(file.Definition("api"), JsonNode.Parse("""
            {
              "desiredCount": 3,
              "serviceConnectConfiguration": {
                "enabled": true,
                "namespace": "shop",
                "services": [{ "portName": "api-8000", "discoveryName": "api", "clientAliases": [{ "port": 8000, "dnsName": "api" }], "timeout": { "perRequestTimeoutSeconds": 0 } }]
              }
            }
            """)), Is.True, file.Definition("api").ToJsonString());
        Assert.That(file.Definition("worker").ToJsonString(), Is.EqualTo("""{"serviceConnectConfiguration":{"enabled":true,"namespace":"shop"}}"""));
    }

    [TestCase(LaunchType.Ec2, "dockerVolumeConfiguration")]
    [TestCase(LaunchType.Fargate, "efsVolumeConfiguration")]
    public void Data_of_the_rehearsal_outlives_a_task_and_has_one_server_at_a_time(LaunchType launchType, string volume)
    {
        var file = new SplitFile(Shop, "\"data\":{\"name\":\"shop_data\"}") { IsRehearsal = true, LaunchType = launchType };

        Assert.That(file.Convert("cache").Document!.Root["volumes"]![0]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "name", volume }));
        Assert.That((file.Definition("cache")["deploymentConfiguration"]?.ToJsonString(), (string?)file.Definition("cache")["availabilityZoneRebalancing"]), Is.EqualTo(("""{"minimumHealthyPercent":0,"maximumPercent":100}""", "DISABLED")));
        Assert.That(file.Definition("web")["deploymentConfiguration"], Is.Null);
    }

    private static List<string> Said(Conversion conversion) => [.. conversion.Warnings.Where(warning => warning.Key == "environment").Select(warning => warning.Reason)];
}
