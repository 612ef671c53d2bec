using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>Members of a service that ECS does not take together.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ServiceRulesTests
{
    private const string Balanced = """ "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}] """;
    private const string BlueGreen = """ "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80, "advancedConfiguration": {"alternateTargetGroupArn": "green", "productionListenerRule": "rule"}}] """;
    private const string Rebalanced = """ "availabilityZoneRebalancing": "ENABLED" """;

    [TestCase("bridge", """ "deploymentController": {"type": "CODE_DEPLOY"}, "schedulingStrategy": "DAEMON" """, "The CODE_DEPLOY deployment controller type is not supported for services using the DAEMON scheduling strategy.")]
    [TestCase("bridge", """ "deploymentController": {"type": "EXTERNAL"}, "schedulingStrategy": "DAEMON" """, "The EXTERNAL deployment controller type is not supported for services using the DAEMON scheduling strategy.")]
    [TestCase("bridge", $$""" "deploymentController": {"type": "EXTERNAL"}, {{Balanced}} """, "LoadBalancers must be empty or null.")]
    [TestCase("bridge", """ "deploymentController": {"type": "EXTERNAL"} """, "TaskDefinition must be blank.")]
    [TestCase("bridge", $$""" "deploymentController": {"type": "CODE_DEPLOY"}, "deploymentConfiguration": {"strategy": "BLUE_GREEN"}, {{BlueGreen}} """, "The deployment strategy BLUE_GREEN is only supported with the ECS deployment controller.")]
    [TestCase("bridge", $$""" "deploymentController": {"type": "CODE_DEPLOY"}, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true} }, {{Balanced}} """, "Deployment circuit breaker feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.")]
    [TestCase("bridge", $$""" "launchType": "EXTERNAL", {{Balanced}} """, "Load balancers are not supported for external launch type.")]
    [TestCase("bridge", """ "role": "ecsServiceRole" """, "IAM roles are only valid for services configured to use load balancers.")]
    [TestCase("awsvpc", """ "role": "ecsServiceRole", "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}] """, "You cannot specify an IAM role for services that require a service linked role.")]
    [TestCase("awsvpc", """ "launchType": "FARGATE", "placementConstraints": [{"type": "distinctInstance"}] """, "Placement constraints are not supported with FARGATE launch type.")]
    [TestCase("awsvpc", """ "launchType": "FARGATE", "placementStrategy": [{"type": "random"}] """, "Placement strategies are not supported with FARGATE launch type.")]
    [TestCase("bridge", """ "placementStrategy": [{"type": "random"}, {"type": "random"}, {"type": "random"}, {"type": "random"}, {"type": "random"}, {"type": "random"}] """, "Maximum number of strategies is 5.")]
    [TestCase("bridge", """ "placementConstraints": [{"type": "distinctInstance", "expression": "attribute:stack == blue"}] """, "distinctInstance expression should not be specified.")]
    [TestCase("bridge", $$""" "schedulingStrategy": "DAEMON", {{Rebalanced}} """, "Availability Zone Rebalancing does not support DAEMON services.")]
    [TestCase("bridge", $$""" "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100}, {{Rebalanced}} """, "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.")]
    [TestCase("bridge", $$""" "placementStrategy": [{"type": "binpack", "field": "memory"}], {{Rebalanced}} """, "Availability Zone Rebalancing does not support a first placement strategy that is not spread by attribute:ecs.availability-zone.")]
    [TestCase("bridge", $$""" "launchType": "EXTERNAL", {{Rebalanced}} """, "Availability Zone Rebalancing does not support the EXTERNAL launch type.")]
    [TestCase("bridge", $$""" "deploymentConfiguration": {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 5.55} }, {{BlueGreen}} """, "canaryPercent must be a multiple of 0.1 between 0.1 and 100.0.")]
    [TestCase("bridge", $$""" "deploymentConfiguration": {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 2.9} }, {{BlueGreen}} """, "stepPercent must be a multiple of 0.1 between 3.0 and 100.0.")]
    public void A_service_is_refused(string mode, string members, string message)
    {
        var rig = Rig(mode);

        Assert.That(() => Create(rig, mode, members), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(message));
        Assert.That(rig.Service(), Is.Null);
    }

    [Test]
    public void A_strategy_that_the_service_does_not_fit_is_refused_before_a_deployment_begins()
    {
        var rig = Rig("bridge");
        Create(rig, "bridge", Balanced);

        Assert.That(
            () => rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1}}"""),
            Throws.TypeOf<AwsErrorException>().With.Message.EqualTo("advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy."));
        Assert.That(rig.Service().Definition["deploymentConfiguration"], Is.Null);
    }

    [TestCase("CreateService", """ "serviceName": "logged", "desiredCount": 1, """)]
    [TestCase("RunTask", "")]
    public void A_log_router_can_be_registered_and_no_task_is_started_with_it(string operation, string members)
    {
        var rig = new EcsRig();
        rig.Register("""[{"name": "web", "image": "shop", "logConfiguration": {"logDriver": "awsfirelens"}}, {"name": "router", "image": "router", "firelensConfiguration": {"type": "fluentbit"}}]""", "logged");

        Assert.That(() => rig.Call(operation, $$"""{"cluster": "local", {{members}} "taskDefinition": "logged"}"""), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(
            "LocalAws does not emulate (in task definition 'logged') 'containerDefinitions[].firelensConfiguration'; run this against AWS, or leave it out with --env=local."));
    }

    [TestCase("fsxWindowsFileServerVolumeConfiguration", """{"fileSystemId": "fs-1", "rootDirectory": "data", "authorizationConfig": {"credentialsParameter": "arn:aws:ssm:eu-west-2:123456789012:parameter/x", "domain": "shop"}}""")]
    [TestCase("s3filesVolumeConfiguration", """{"fileSystemArn": "arn:aws:s3files:eu-west-2:123456789012:file-system/fs-1"}""")]
    [TestCase("configuredAtLaunch", "true")]
    public void Storage_that_LocalAws_has_not_starts_no_task(string member, string value)
    {
        var rig = new EcsRig();
        rig.Call("RegisterTaskDefinition", $$"""
            {"family": "web", "memory": "512", "containerDefinitions": [{"name": "web", "image": "shop"}], "volumes": [{"name": "data", "{{member}}": {{value}}}]}
            """);

        Assert.That(() => Create(rig, "bridge", "\"tags\": []"), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(
            $"LocalAws does not emulate (in task definition 'web') 'volumes[].{member}'; run this against AWS, or leave it out with --env=local."));
    }

    [Test]
    public void Volumes_of_EBS_are_refused()
    {
        var rig = Rig("bridge");

        Assert.That(
            () => Create(rig, "bridge", """ "volumeConfigurations": [{"name": "data", "managedEBSVolume": {"sizeInGiB": 10, "roleArn": "arn:aws:iam::123456789012:role/ebs"}}] """),
            Throws.TypeOf<AwsErrorException>().With.Message.StartsWith("LocalAws does not emulate 'volumeConfigurations' of a service"));
    }

    [Test]
    public void A_strategy_alone_begins_no_deployment()
    {
        var rig = Rig("bridge");
        Create(rig, "bridge", BlueGreen);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1}}""");

        Assert.That(rig.Service().ServiceDeployments, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_service_stays_with_its_deployment_controller()
    {
        var rig = Rig("bridge");
        Create(rig, "bridge", Balanced);

        Assert.That(
            () => rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentController": {"type": "CODE_DEPLOY"}}"""),
            Throws.TypeOf<AwsErrorException>().With.Message.StartsWith("LocalAws does not emulate another 'deploymentController' of a service that is there"));
        Assert.That(() => rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentController": {"type": "ECS"}}"""), Throws.Nothing);
    }

    [TestCase(Balanced, "ENABLED")]
    [TestCase("""
        "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100}
        """, "DISABLED")]
    [TestCase(""" "availabilityZoneRebalancing": "DISABLED" """, "DISABLED")]
    public void A_new_service_is_rebalanced_where_it_can_be_and_that_decides_about_its_updates(string members, string rebalancing)
    {
        var rig = Rig("bridge");
        Create(rig, "bridge", members);

        var shown = (string?)rig.Call("DescribeServices", """{"cluster": "local", "services": ["web"]}""")["services"]![0]!["availabilityZoneRebalancing"];
        string? refusal = null;
        try
        {
            rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"minimumHealthyPercent": 0, "maximumPercent": 100}}""");
        }
        catch (AwsErrorException refused)
        {
            refusal = refused.Message;
        }

        Assert.That((shown, refusal), Is.EqualTo((rebalancing, rebalancing == "DISABLED" ? null : "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.")));
    }

    private static EcsRig Rig(string mode)
    {
        var rig = new EcsRig();
        if (mode == "awsvpc")
            rig.TargetGroups.Addresses.Add("green");
        var size = mode == "awsvpc" ? """ "cpu": "256", "requiresCompatibilities": ["EC2", "FARGATE"], """ : "";
        rig.Call("RegisterTaskDefinition", $$"""
            {"family": "web", "networkMode": "{{mode}}", {{size}} "memory": "512", "containerDefinitions": [{"name": "web", "image": "shop", "portMappings": [{"containerPort": 80}]}]}
            """);
        return rig;
    }

    private static JsonObject Create(EcsRig rig, string mode, string members)
    {
        var request = JsonNode.Parse($$"""{"cluster": "local", "serviceName": "web", "taskDefinition": "web", {{members}}}""")!.AsObject();
        if (mode == "awsvpc")
            request["networkConfiguration"] = JsonNode.Parse("""{"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}""");
        if ((string?)request["schedulingStrategy"] != "DAEMON")
            request["desiredCount"] = 1;
        return rig.Call("CreateService", request.ToJsonString());
    }
}
