using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>A service that runs in ECS already, as the beginning of one environment.</summary>
public sealed class RunningServiceTests
{
    private const string Compose = "services: { web: { build: ., ports: [\"80:80\"] }, cache: { image: \"redis:7\" } }";

    [Test]
    public async Task What_runs_becomes_the_task_definition_of_its_environment()
    {
        using var aws = new FakeAws()
            .On("DescribeServices", AwsAnswer.Ok("""{ "services": [{ "serviceName": "shop", "taskDefinition": "arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:7" }], "failures": [] }"""))
            .On("DescribeTaskDefinition", AwsAnswer.Ok("""
                { "taskDefinition": { "taskDefinitionArn": "arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:7", "family": "shop", "revision": 7, "status": "ACTIVE", "registeredAt": 1.5,
                  "someNewMember": { "kept": true },
                  "containerDefinitions": [
                    { "name": "web", "image": "123456789012.dkr.ecr.eu-west-2.amazonaws.com/company/shop@sha256:0123", "memory": 256 },
                    { "name": "cache", "image": "redis:7", "memory": 64 }] },
                  "tags": [{ "key": "team", "value": "shop" }] }
                """));
        using var folder = new ApplicationFolder(Compose) { Aws = () => AwsClients.Create(new() { Region = "eu-west-2", AccessKeyId = "x", SecretAccessKey = new("x") }, aws) };

        await folder.InitAsync(service: new("main", "shop"), environment: "production");

        var expected = JsonNode.Parse("""
            { "family": "shop", "someNewMember": { "kept": true },
              "containerDefinitions": [{ "name": "web", "image": "company/shop", "memory": 256 }, { "name": "cache", "image": "redis:7", "memory": 64 }],
              "tags": [{ "key": "team", "value": "shop" }] }
            """);
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(folder.Read("taskdefs/production-taskdef.json")), expected), Is.True, folder.Read("taskdefs/production-taskdef.json"));
        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "production");
        Assert.That((settings.Region, settings.Deploy.Cluster, settings.Service.EcsName, settings.Images[0].Repository), Is.EqualTo(("eu-west-2", "main", "shop", "company/shop")));
        Assert.That(folder.Read("taskdefs/staging-taskdef.json"), Does.Contain("\"family\": \"staging-shop\""));
    }

    [TestCase("""{ "deploymentController": { "type": "ECS" }, "deploymentConfiguration": { "strategy": "CANARY", "maximumPercent": 200 } }""", "ecs-blue-green")]
    [TestCase("""{ "deploymentConfiguration": { "strategy": "ROLLING", "maximumPercent": 200 } }""", "rolling")]
    public async Task What_it_has_beside_becomes_its_service_definition_and_is_linted_clean(string members, string strategy)
    {
        var service = JsonNode.Parse(members)!.AsObject();
        foreach (var (member, value) in JsonNode.Parse("""
            { "serviceName": "shop", "serviceArn": "arn:1", "status": "ACTIVE", "desiredCount": 7, "runningCount": 7, "launchType": "EC2", "schedulingStrategy": "REPLICA", "propagateTags": "NONE", "enableExecuteCommand": true,
              "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop/1", "containerName": "web", "containerPort": 80 }], "healthCheckGracePeriodSeconds": 0, "placementStrategy": [],
              "taskDefinition": "arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:7", "tags": [{ "key": "team", "value": "shop" }, { "key": "aws:cloudformation:stack-name", "value": "x" }] }
            """)!.AsObject()) service[member] = value?.DeepClone();
        using var aws = Running(service);
        using var folder = new ApplicationFolder(Compose) { Aws = () => AwsClients.Create(new() { Region = "eu-west-2", AccessKeyId = "x", SecretAccessKey = new("x") }, aws) };

        await folder.InitAsync(service: new("main", "shop"), environment: "production");

        var configuration = service["deploymentConfiguration"]!.ToJsonString();
        var expected = JsonNode.Parse($$"""
            { "serviceName": "shop", "launchType": "EC2", "schedulingStrategy": "REPLICA", "deploymentConfiguration": {{configuration}}, "enableExecuteCommand": true,
              "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop/1", "containerName": "web", "containerPort": 80 }], "tags": [{ "key": "team", "value": "shop" }] }
            """);
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(folder.Read("taskdefs/production-service.json")), expected), Is.True, folder.Read("taskdefs/production-service.json"));
        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "production").Service;
        Assert.That((settings.ServiceDefinition?.Text, settings.Strategy.ToString()), Is.EqualTo(("taskdefs/production-service.json", strategy == "rolling" ? "Rolling" : "EcsBlueGreen")));
        Assert.That(File.Exists(folder.PathOf("taskdefs/staging-service.json")), Is.False);
        var problems = ServiceDefinitionFile.Parse(await File.ReadAllBytesAsync(folder.PathOf("taskdefs/production-service.json")), "s.json").Problems(await File.ReadAllBytesAsync(folder.PathOf("taskdefs/production-taskdef.json")), settings, "t.json");
        Assert.That(problems, Is.Empty);
    }

    [Test]
    public async Task One_that_CodeDeploy_deploys_has_its_strategy_and_no_service_definition()
    {
        var service = JsonNode.Parse("""
            { "serviceName": "shop", "deploymentController": { "type": "CODE_DEPLOY" },
              "taskSets": [{ "status": "PRIMARY", "taskDefinition": "arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:7" }] }
            """)!.AsObject();
        using var aws = Running(service);
        using var folder = new ApplicationFolder(Compose) { Aws = () => AwsClients.Create(new() { Region = "eu-west-2", AccessKeyId = "x", SecretAccessKey = new("x") }, aws) };

        await folder.InitAsync(service: new("main", "shop"), environment: "production");

        Assert.That(folder.Read("slipway.yml"), Does.Contain("      strategy: blue-green\n      codeDeploy: { application: FILL-IN, deploymentGroup: FILL-IN }"));
        Assert.That(File.Exists(folder.PathOf("taskdefs/production-service.json")), Is.False);
    }

    [Test]
    public async Task A_service_that_does_not_exist_is_named()
    {
        using var aws = new FakeAws().On("DescribeServices", AwsAnswer.Ok("""{ "services": [], "failures": [{ "arn": "shop", "reason": "MISSING" }] }"""));
        using var folder = new ApplicationFolder(Compose) { Aws = () => AwsClients.Create(new() { Region = "eu-west-2", AccessKeyId = "x", SecretAccessKey = new("x") }, aws) };

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(service: new("main", "shop")));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Prerequisite,
            "There is no service 'shop' in cluster 'main' of region eu-west-2. Correct --from-service, or use the credentials and the region that it is in.")));
        Assert.That(folder.Files, Is.Empty);
    }

    [Test]
    public async Task The_rehearsal_is_not_taken_from_a_service()
    {
        using var folder = new ApplicationFolder(Compose);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(service: new("main", "shop"), environment: "local"));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, "--from-service is for --env=staging or --env=production, and not for 'local'.")));
    }

    private static FakeAws Running(JsonObject service) => new FakeAws()
        .On("DescribeServices", AwsAnswer.Ok(new JsonObject { ["services"] = new JsonArray(service.DeepClone()) }))
        .On("DescribeTaskDefinition", AwsAnswer.Ok(
            """{ "taskDefinition": { "taskDefinitionArn": "arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:7", "family": "shop", "containerDefinitions": [{ "name": "web", "image": "company/shop", "memory": 256, "portMappings": [{ "containerPort": 80 }] }] } }"""));
}
