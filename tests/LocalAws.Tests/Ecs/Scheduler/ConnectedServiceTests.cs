using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

/// <summary>Services that Service Connect connects.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ConnectedServiceTests
{
    private const string Ports = """[{"name": "api", "image": "shop", "portMappings": [{"name": "http", "containerPort": 8080, "appProtocol": "http"}, {"name": "raw", "containerPort": 9000}, {"name": "log", "containerPort": 514, "protocol": "udp"}, {"containerPort": 81}]}]""";
    private const string Checked = """[{"name": "api", "image": "shop", "portMappings": [{"name": "http", "containerPort": 8080}], "healthCheck": {"command": ["CMD-SHELL", "true"]}}]""";
    private const string Client = """ "serviceConnectConfiguration": {"enabled": true, "namespace": "shop"} """;
    private const string Server = """ "serviceConnectConfiguration": {"enabled": true, "namespace": "shop", "services": [{"portName": "http", "discoveryName": "api", "clientAliases": [{"port": 80}]}]} """;
    private const string Refused = "; run this against AWS, or leave it out with --env=local.";

    [TestCase("awsvpc", "{\"namespace\": \"shop\"}", "enabled of serviceConnectConfiguration cannot be null.")]
    [TestCase("awsvpc", "{\"enabled\": true}", "Namespace is missing")]
    [TestCase("awsvpc", "{\"enabled\": true, \"namespace\": \"arn:aws:servicediscovery:eu-west-2:123456789012:namespace/ns-1\"}", "Failed to retrieve namespace for arn:aws:servicediscovery:eu-west-2:123456789012:namespace/ns-1")]
    [TestCase("awsvpc", "{\"enabled\": true, \"namespace\": \"example\"}", "Failed to retrieve namespace for example")]
    [TestCase("host", "{\"enabled\": true, \"namespace\": \"shop\"}", "Service Connect is not supported for networkMode 'host'.")]
    [TestCase("awsvpc", "{\"enabled\": false, \"services\": [{\"portName\": \"http\", \"clientAliases\": [{\"port\": 80}]}]}", "Service Connect services cannot be specified when Service Connect is not enabled.")]
    [TestCase("awsvpc", "{\"portName\": \"web\", \"clientAliases\": [{\"port\": 80}]}", "portName(web) does not refer to any named PortMapping in the container definitions")]
    [TestCase("awsvpc", "{\"portName\": \"log\", \"clientAliases\": [{\"port\": 80}]}", "portName(log) does not refer to a PortMapping of protocol tcp.")]
    [TestCase("awsvpc", "{\"clientAliases\": [{\"port\": 80}]}", "portName should not be empty.")]
    [TestCase("awsvpc", "{\"portName\": \"http\", \"discoveryName\": \"-x\", \"clientAliases\": [{\"port\": 80}]}", "discoveryName(-x) is invalid. It may have lowercase letters, digits, underscores and hyphens, 64 at most, and no hyphen first.")]
    [TestCase("awsvpc", "{\"portName\": \"http\", \"clientAliases\": [{\"port\": 80}, {\"port\": 81}]}", "2 clientAliases exceeds the max limit of 1")]
    [TestCase("awsvpc", "{\"portName\": \"http\"}", "At least one clientAlias with one port must be specified for each Service Connect service.")]
    [TestCase("awsvpc", "{\"portName\": \"http\", \"clientAliases\": [{\"dnsName\": \"api\"}]}", "port of a clientAlias must be between 1 and 65535.")]
    [TestCase("awsvpc", "{\"portName\": \"http\", \"clientAliases\": [{\"port\": 53}]}", "LocalAws does not emulate port 53 of a clientAlias" + Refused)]
    [TestCase("awsvpc", "{\"portName\": \"http\", \"clientAliases\": [{\"port\": 80, \"dnsName\": \"Api\"}]}", "The DNS name that you provided is invalid")]
    [TestCase("awsvpc", "{\"portName\": \"raw\", \"clientAliases\": [{\"port\": 80}], \"timeout\": {\"perRequestTimeoutSeconds\": 5}}", "Per request timeout can't be set for tcp application")]
    [TestCase("awsvpc", "{\"portName\": \"raw\", \"clientAliases\": [{\"port\": 80}], \"timeout\": {\"idleTimeoutSeconds\": -1}}", "The timeouts of Service Connect cannot be negative.")]
    public void A_service_is_refused(string mode, string configuration, string message)
    {
        var rig = new EcsRig();
        Register(rig, "api", mode: mode);
        var whole = configuration.Contains("enabled", StringComparison.Ordinal) || configuration.Contains("namespace", StringComparison.Ordinal)
            ? configuration : $$"""{"enabled": true, "namespace": "shop", "services": [{{configuration}}]}""";

        Assert.That(Refusal(() => Create(rig, "api", $"\"serviceConnectConfiguration\": {whole}", mode)), Is.EqualTo(message));
    }

    [TestCase("""{"portName": "http", "discoveryName": "api", "clientAliases": [{"port": 81}]}""", "SC service is already used by arn:shop")]
    [TestCase("""{"portName": "http", "discoveryName": "dns", "clientAliases": [{"port": 81}]}""", "SC service is already used by arn:shop")]
    [TestCase("""{"portName": "http", "discoveryName": "other", "clientAliases": [{"port": 80, "dnsName": "api.shop"}]}""", "The clientAlias api.shop:80 is already used in the namespace arn:shop")]
    public void A_name_is_there_once_in_a_namespace(string service, string message)
    {
        var rig = new EcsRig();
        rig.Registry.Named[("arn:shop", "dns")] = "a";
        rig.Registry.Namespaces.Add("other");
        Serve(rig, "api", Server);
        Register(rig, "web");

        var refused = Refusal(() => Create(rig, "web", $$""" "serviceConnectConfiguration": {"enabled": true, "namespace": "shop", "services": [{{service}}]} """));
        Create(rig, "web", $$""" "serviceConnectConfiguration": {"enabled": true, "namespace": "other", "services": [{{service}}]} """);

        Assert.That(refused, Is.EqualTo(message));
    }

    [TestCase("\"deploymentController\": {\"type\": \"EXTERNAL\"}", "The EXTERNAL deployment controller type is not supported for services using Service Connect.")]
    [TestCase("\"deploymentController\": {\"type\": \"CODE_DEPLOY\"}", "Service Connect feature is only supported with ECS (rolling update) deployment controller. Update to ECS deployment controller and try again.")]
    [TestCase("\"launchType\": \"EXTERNAL\"", "Service Connect is not supported for external launch type.")]
    [TestCase("\"deploymentConfiguration\": {\"strategy\": \"BLUE_GREEN\", \"bakeTimeInMinutes\": 1}", "LocalAws does not emulate 'serviceConnectConfiguration' of a service whose deployments move traffic" + Refused)]
    public void A_service_whose_deployments_do_not_roll_is_refused(string members, string message)
    {
        var rig = new EcsRig();
        Register(rig, "api");

        Assert.That(Refusal(() => Create(rig, "api", $"{Client}, {members}")), Is.EqualTo(message));
    }

    [Test]
    public void The_protocol_of_a_service_stays()
    {
        var rig = new EcsRig();
        Serve(rig, "api", Server);
        Register(rig, "api", Ports.Replace("\"appProtocol\": \"http\"", "\"appProtocol\": \"grpc\"", StringComparison.Ordinal));

        Assert.That(
            Refusal(() => rig.Call("UpdateService", """{"cluster": "local", "service": "api", "taskDefinition": "api"}""")),
            Is.EqualTo("The appProtocol of the Service Connect service api cannot be changed. Delete the service and create it again."));
    }

    [Test]
    public void A_service_shows_its_configuration_at_its_deployments_and_its_names_in_Cloud_Map()
    {
        var rig = new EcsRig();
        rig.Call("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": "shop"}}""");
        Serve(rig, "api", Server.Replace("\"namespace\": \"shop\", ", "", StringComparison.Ordinal));

        var service = rig.Call("DescribeServices", """{"cluster": "local", "services": ["api"]}""")["services"]![0]!;

        var deployment = service["deployments"]![0]!;
        Assert.That(service["serviceConnectConfiguration"], Is.Null);
        Assert.That(deployment["serviceConnectConfiguration"]!.ToJsonString(), Is.EqualTo("""{"enabled":true,"services":[{"portName":"http","discoveryName":"api","clientAliases":[{"port":80}]}],"namespace":"arn:shop"}"""));
        Assert.That(deployment["serviceConnectResources"]!.ToJsonString(), Is.EqualTo("""[{"discoveryName":"api","discoveryArn":"new-1"}]"""));
        Assert.That(rig.Call("DescribeServiceRevisions", $$"""{"serviceRevisionArns": ["{{rig.Service("api").Revisions[0].Arn}}"]}""")["serviceRevisions"]![0]!["serviceConnectConfiguration"], Is.Not.Null);
        Assert.That(rig.Call("DescribeClusters", """{"clusters": ["local"]}""")["clusters"]![0]!["serviceConnectDefaults"]!.ToJsonString(), Is.EqualTo("""{"namespace":"arn:shop"}"""));
        Assert.That(rig.Call("ListServicesByNamespace", """{"namespace": "shop"}""")["serviceArns"]!.AsArray().Select(arn => (string?)arn), Is.EqualTo(new[] { rig.Service("api").Arn }));
        rig.Call("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": ""}}""");
        Assert.That(rig.Call("DescribeClusters", """{"clusters": ["local"]}""")["clusters"]![0]!["serviceConnectDefaults"], Is.Null);
    }

    [Test]
    public void A_cluster_whose_update_is_refused_stays_as_it_was()
    {
        var rig = new EcsRig();
        rig.Call("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": "shop"}}""");

        var refused = Refusal(() => rig.Call("UpdateCluster", """{"cluster": "local", "serviceConnectDefaults": {"namespace": "example"}, "configuration": {"executeCommandConfiguration": {"logging": "NONE"}}}"""));

        var cluster = rig.Call("DescribeClusters", """{"clusters": ["local"]}""")["clusters"]![0]!;
        Assert.That(refused, Is.EqualTo("Failed to retrieve namespace for example"));
        Assert.That(((string?)cluster["serviceConnectDefaults"]?["namespace"], cluster["configuration"]), Is.EqualTo(("arn:shop", (JsonNode?)null)));
    }

    [Test]
    public void A_client_knows_what_was_there_when_its_deployment_began()
    {
        var rig = new EcsRig();
        Serve(rig, "web", Client);
        Serve(rig, "api", Server);
        rig.Registry.Namespaces.Add("other");
        Serve(rig, "far", Client.Replace("\"shop\"", "\"other\"", StringComparison.Ordinal));
        Serve(rig, "alone", "\"tags\": []");
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 2}""");
        rig.Pass(10);
        var before = Hosts(rig, "web");

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "forceNewDeployment": true}""");
        rig.Pass(30);

        Assert.That(before, Is.EqualTo("| "));
        Assert.That(Hosts(rig, "web"), Is.EqualTo("api.shop:169.254.171.1 | api.shop:169.254.171.1 "));
        Assert.That((Hosts(rig, "api"), Hosts(rig, "far"), Hosts(rig, "alone")), Is.EqualTo(("api.shop:169.254.171.1 ", "", "")));
    }

    [Test]
    public void A_name_has_one_address_and_another_name_another()
    {
        var rig = new EcsRig();
        Serve(rig, "api", Server.Replace("[{\"port\": 80}]}]", "[{\"port\": 80, \"dnsName\": \"api\"}]}, {\"portName\": \"raw\", \"clientAliases\": [{\"port\": 90, \"dnsName\": \"api\"}], \"timeout\": {\"idleTimeoutSeconds\": 60}}]", StringComparison.Ordinal));
        Serve(rig, "web", Server.Replace("\"discoveryName\": \"api\"", "\"discoveryName\": \"web\"", StringComparison.Ordinal));

        Assert.That(Hosts(rig, "web"), Is.EqualTo("web.shop:169.254.171.2 api:169.254.171.1 "));
        Assert.That(rig.Connections, Is.EqualTo(new[] { "http 169.254.171.1:80 300 15 to 10.0.0.9:8080", "tcp 169.254.171.1:90 60 0 to 10.0.0.9:9000", "http 169.254.171.2:80 300 15 to 10.0.0.9:8080" }));
    }

    [Test]
    public void A_task_takes_connections_while_it_runs_and_is_healthy_and_none_before_it_stops()
    {
        var rig = new EcsRig();
        Register(rig, "api", Checked);
        Create(rig, "api", Server);
        var (registered, starting) = (rig.Work[^1], rig.Connections);
        rig.Observe(1, "api", container => container with { Health = HealthStatus.Healthy });
        var (told, healthy) = (rig.Work[^1], rig.Connections);
        rig.Restart();
        var again = rig.Connections;
        rig.Engine.Held.Add("deregister instance");

        rig.Call("UpdateService", """{"cluster": "local", "service": "api", "desiredCount": 0}""");
        var (leaving, status) = (rig.Connections, rig.Tasks[0].LastStatus);
        rig.Release("deregister instance");

        Assert.That((registered, told), Is.EqualTo(("register 10.0.0.9:8080 UNHEALTHY in new-1", "healthy in new-1")));
        Assert.That((starting[0], healthy[0], again[0], leaving[0]), Is.EqualTo(("tcp 169.254.171.1:80 3600 0 to", "tcp 169.254.171.1:80 3600 0 to 10.0.0.9:8080", "tcp 169.254.171.1:80 3600 0 to 10.0.0.9:8080", "tcp 169.254.171.1:80 3600 0 to")));
        Assert.That((status, rig.Tasks[0].LastStatus), Is.EqualTo((EcsTaskStatus.Deactivating, EcsTaskStatus.Stopped)));
        Assert.That(rig.Work, Is.EqualTo(new[] { "deregister from new-1", "stop api 30", "release task-1" }));
        Assert.That(rig.Connections, Is.Empty);
    }

    [Test]
    public void A_task_on_the_bridge_answers_at_its_containers_address()
    {
        var rig = new EcsRig();
        Register(rig, "api", mode: "bridge");

        Create(rig, "api", Server, "bridge");

        Assert.That((rig.Connections.Single(), rig.Engine.Started[0].Hosts.Single()), Is.EqualTo(("http 169.254.171.1:80 300 15 to 10.0.0.2:8080", "api.shop:169.254.171.1")));
    }

    [Test]
    public void A_service_that_is_deployed_again_keeps_its_place_in_Cloud_Map_and_one_that_is_deleted_leaves_it_to_the_next()
    {
        var rig = new EcsRig();
        Serve(rig, "api", Server);
        rig.Registry.Named[("arn:shop", "api")] = "new-1";
        rig.Call("UpdateService", """{"cluster": "local", "service": "api", "forceNewDeployment": true}""");
        rig.Pass(30);
        var updated = rig.Service("api").Primary.Connect!.Services[0].DiscoveryArn;

        rig.Call("DeleteService", """{"cluster": "local", "service": "api", "force": true}""");
        rig.Pass(10);
        Register(rig, "other");
        Create(rig, "other", Server);

        Assert.That((updated, rig.Service("other").Primary.Connect!.Services[0].DiscoveryArn), Is.EqualTo(("new-1", "new-1")));
    }

    [Test]
    public void A_rollback_knows_what_the_deployment_before_did()
    {
        var rig = new EcsRig();
        Serve(rig, "web", Client + """, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}} """);
        Serve(rig, "api", Server);
        rig.Engine.Ends["api"] = 1;

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "serviceConnectConfiguration": {"enabled": true, "namespace": "arn:shop"}}""");
        var during = rig.Service().Primary.Connect!.Endpoints.Count;
        rig.Pass(60);

        Assert.That((during, rig.Service().Primary.RollbackTo is not null, rig.Service().Primary.Connect!.Endpoints.Count), Is.EqualTo((1, true, 0)));
        Assert.That((string?)rig.Service().Definition["serviceConnectConfiguration"]!["namespace"], Is.EqualTo("shop"));
    }

    private static void Serve(EcsRig rig, string name, string members)
    {
        Register(rig, name);
        Create(rig, name, members);
        rig.Pass(10);
    }

    private static void Register(EcsRig rig, string family, string containers = Ports, string mode = "awsvpc") =>
        rig.Call("RegisterTaskDefinition", $$"""{"family": "{{family}}", "networkMode": "{{mode}}", "memory": "512", "containerDefinitions": {{containers}}}""");

    private static JsonObject Create(EcsRig rig, string name, string members, string mode = "awsvpc") => rig.Call("CreateService", $$"""
        {"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": 1, {{(mode == "awsvpc" ? "\"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-0a\"]}}, " : "")}}{{members}}}
        """);

    /// <summary>The names of each running task of a service, as its containers were started with them.</summary>
    private static string Hosts(EcsRig rig, string service) => string.Join("| ", rig.Tasks.Where(task => task.Service == service && !task.StopRequested)
        .Select(task => string.Concat(rig.Engine.Started.First(started => started.Id == task.Id).Hosts.Select(host => $"{host} "))));

    private static string Refusal(Action call)
    {
        try
        {
            call();
            return "done";
        }
        catch (AwsErrorException refused)
        {
            return refused.Message;
        }
    }
}
