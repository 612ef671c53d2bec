using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Fargate;

/// <summary>What ECS refuses and shows of services and tasks on Fargate and in network mode awsvpc.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FargateServiceTests
{
    private const string Web = """[{"name": "web", "image": "shop", "portMappings": [{"containerPort": 80}]}]""";
    private const string Network = """{"awsvpcConfiguration": {"subnets": ["subnet-0a", "subnet-0b"], "securityGroups": ["sg-01"]}}""";

    [TestCase("web", "\"launchType\": \"FARGATE\"", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")]
    [TestCase("web", "\"launchType\": \"EC2\"", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")]
    [TestCase("web", "\"launchType\": \"FARGATE\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": []}}", "subnets can not be empty.")]
    [TestCase("web", "\"launchType\": \"FARGATE\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"vpc-1\"]}}", "Error retrieving subnet information for [vpc-1]: Invalid id: \"vpc-1\" (ErrorCode: InvalidSubnetID.Malformed)")]
    [TestCase("web", "\"launchType\": \"FARGATE\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-1\"], \"securityGroups\": [\"sg-1\", \"sg-2\", \"sg-3\", \"sg-4\", \"sg-5\", \"sg-6\"]}}", "securityGroups can have at most 5 items.")]
    [TestCase("web", "\"launchType\": \"FARGATE\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-1\"], \"securityGroups\": [\"web\"]}}", "Error retrieving security group information for [web]: Invalid id: \"web\" (ErrorCode: InvalidGroupId.Malformed)")]
    [TestCase("web", "\"launchType\": \"FARGATE\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-1\"], \"assignPublicIp\": \"yes\"}}", "assignPublicIp 'yes' is not one of ENABLED and DISABLED.")]
    [TestCase("web", $"\"launchType\": \"MANAGED_INSTANCES\", \"networkConfiguration\": {Network}", "LocalAws does not emulate the launch type 'MANAGED_INSTANCES'; run this against AWS, or leave it out with --env=local.")]
    [TestCase("web", "\"launchType\": \"EC2\", \"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-1\"], \"assignPublicIp\": \"ENABLED\"}}", "Assign public IP is not supported for this launch type.")]
    [TestCase("bridge", $"\"networkConfiguration\": {Network}", "Network Configuration is not valid for the given networkMode of this task definition.")]
    [TestCase("bridge", "\"launchType\": \"FARGATE\"", "Task definition does not support launch_type FARGATE.")]
    [TestCase("web", $"\"launchType\": \"EXTERNAL\", \"networkConfiguration\": {Network}", "Task definition does not support launch_type EXTERNAL.")]
    [TestCase("bridge", "\"platformVersion\": \"1.4.0\"", "The platform version must be null when specifying an EC2 launch type.")]
    [TestCase("web", $"\"launchType\": \"FARGATE\", \"platformVersion\": \"9.9.9\", \"networkConfiguration\": {Network}", "The specified platform version doesn't exist.")]
    [TestCase("web", $"\"launchType\": \"FARGATE\", \"capacityProviderStrategy\": [{{\"capacityProvider\": \"FARGATE\"}}], \"networkConfiguration\": {Network}", "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")]
    [TestCase("web", $"\"capacityProviderStrategy\": [{{\"capacityProvider\": \"own\"}}], \"networkConfiguration\": {Network}", "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.")]
    [TestCase("web", $"\"launchType\": \"FARGATE\", \"networkConfiguration\": {Network}, \"loadBalancers\": [{{\"targetGroupArn\": \"blue\", \"containerName\": \"web\", \"containerPort\": 80}}]", "The provided target group ARN has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.")]
    [TestCase("bridge", "\"loadBalancers\": [{\"targetGroupArn\": \"green\", \"containerName\": \"web\", \"containerPort\": 80}]", "The provided target group ARN has target type ip, which is incompatible with the bridge network mode specified in the task definition.")]
    [TestCase("bridge", "\"schedulingStrategy\": \"DAEMON\", \"desiredCount\": 1", "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again")]
    [TestCase("bridge", "\"schedulingStrategy\": \"DAEMON\", \"desiredCount\": null, \"deploymentConfiguration\": {\"maximumPercent\": 200}", "The daemon scheduling strategy does not support values above 100 for maximumPercent")]
    [TestCase("bridge", "\"schedulingStrategy\": \"DAEMON\", \"desiredCount\": null, \"placementStrategy\": [{\"type\": \"random\"}]", "The daemon scheduling strategy does not support placement strategies")]
    [TestCase("web", $"\"schedulingStrategy\": \"DAEMON\", \"desiredCount\": null, \"launchType\": \"FARGATE\", \"networkConfiguration\": {Network}", "The daemon scheduling strategy does not support the FARGATE launch type")]
    public void A_service_is_refused_in_the_words_of_ECS(string family, string members, string message)
    {
        var rig = Rig();
        var desired = members.Contains("desiredCount", StringComparison.Ordinal) ? "" : "\"desiredCount\": 1, ";

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "x", "taskDefinition": "{{family}}", {{desired}}{{members}}}"""));

        Assert.That(refused!.Message, Is.EqualTo(message));
    }

    [Test]
    public void A_task_on_Fargate_shows_its_network_interface_its_platform_and_no_instance()
    {
        var rig = Rig();
        rig.Engine.Held.Add("provision");

        var service = Create(rig, """ "launchType": "FARGATE" """)["service"]!;
        var before = rig.Describe(1)["attachments"]!.ToJsonString();
        rig.Release("provision");
        rig.Pass(5);
        var task = rig.Describe(1);

        var attachment = task["attachments"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That(before, Does.Contain("PRECREATED").And.Contain("""{"name":"subnetId","value":"subnet-0a"}""").And.Not.Contain("privateIPv4Address"));
            Assert.That((string?)attachment["status"], Is.EqualTo("ATTACHED"));
            Assert.That(attachment["details"]!.AsArray().Select(detail => $"{detail!["name"]}"), Is.EqualTo(new[] { "subnetId", "networkInterfaceId", "macAddress", "privateDnsName", "privateIPv4Address" }));
            Assert.That($"{attachment["details"]![3]!["value"]} {attachment["details"]![4]!["value"]}", Is.EqualTo("ip-10-0-0-9.eu-west-2.compute.internal 10.0.0.9"));
            Assert.That($"{task["containers"]![0]!["networkInterfaces"]![0]!["privateIpv4Address"]} {task["containers"]![0]!["networkBindings"]!.ToJsonString()}", Is.EqualTo("10.0.0.9 []"));
            Assert.That($"{task["launchType"]} {task["platformVersion"]} {task["platformFamily"]} {task["ephemeralStorage"]!["sizeInGiB"]} {task["containerInstanceArn"]}", Is.EqualTo("FARGATE 1.4.0 Linux 20 "));
            Assert.That((string?)task["containers"]![0]!["runtimeId"], Does.Match($"^{rig.Tasks[0].Id}-[0-9]{{10}}$"));
            Assert.That($"{service["platformVersion"]} {service["platformFamily"]} {service["deployments"]![0]!["platformVersion"]} {service["deployments"]![0]!["launchType"]}", Is.EqualTo("LATEST Linux 1.4.0 FARGATE"));
            Assert.That(service["networkConfiguration"]!.ToJsonString(), Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-0a","subnet-0b"],"securityGroups":["sg-01"],"assignPublicIp":"DISABLED"}}"""));
        });
    }

    [Test]
    public void The_load_balancer_leads_to_the_tasks_own_address()
    {
        var rig = Rig();

        Create(rig, """ "launchType": "FARGATE", "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}] """);
        rig.Observe(1, new TargetHealth(TargetState.Unhealthy, "Target.FailedHealthChecks", "Health checks failed"));

        Assert.That(rig.Work, Does.Contain("register 10.0.0.9:80 in green"));
        Assert.That(rig.Events(), Does.Contain("(service web) (port 80) is unhealthy in (target-group green) due to (reason Health checks failed)."));
    }

    [Test]
    public void A_fixed_port_is_the_tasks_own_and_the_next_task_is_started_beside_the_old_one()
    {
        var rig = Rig();
        Create(rig, """ "launchType": "EC2" """);
        rig.Pass(10);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "forceNewDeployment": true}""");

        Assert.That(rig.Tasks.Count(task => !task.StopRequested), Is.EqualTo(2));
    }

    [Test]
    public void A_strategy_places_its_base_first_and_then_by_weight()
    {
        var rig = Rig();
        rig.Call("PutClusterCapacityProviders", """
            {"cluster": "local", "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
             "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}]}
            """);

        var service = Create(rig, "\"role\": null", desired: 5)["service"]!;

        Assert.That(string.Join(' ', rig.Tasks.Select(task => task.CapacityProvider).Order()), Is.EqualTo("FARGATE FARGATE FARGATE_SPOT FARGATE_SPOT FARGATE_SPOT"));
        Assert.That($"{rig.Describe(1)["launchType"]} {rig.Describe(1)["capacityProviderName"]} {service["launchType"]} {service["capacityProviderStrategy"]![1]!["weight"]}", Is.EqualTo("FARGATE FARGATE  3"));
    }

    [Test]
    public void A_base_is_placed_on_a_provider_without_a_weight_too()
    {
        var rig = Rig();
        rig.Call("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}""");

        Create(rig, """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 3}, {"capacityProvider": "FARGATE_SPOT", "weight": 1}] """, desired: 5);

        Assert.That(string.Join(' ', rig.Tasks.Select(task => task.CapacityProvider).Order()), Is.EqualTo("FARGATE FARGATE FARGATE FARGATE_SPOT FARGATE_SPOT"));
    }

    [Test]
    public void A_task_whose_spot_capacity_is_taken_away_gets_SIGTERM_at_once_and_is_replaced()
    {
        var rig = Rig();
        rig.Call("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}""");
        Create(rig, """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}], "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}] """);
        rig.Observe(1, new TargetHealth(TargetState.Healthy));
        rig.Pass(10);
        rig.Engine.Held.Add("deregister");

        rig.Interrupt(rig.Tasks[0].Id);

        Assert.That(rig.Work, Does.Contain("stop web 30"));
        Assert.That($"{rig.Describe(1)["stopCode"]}: {rig.Describe(1)["stoppedReason"]}", Is.EqualTo("SpotInterruption: Your Spot Task was interrupted."));
        Assert.That((rig.Tasks.Count, rig.Service().Primary.FailedTasks), Is.EqualTo((2, 0)));
    }

    [TestCase(60, 120, "stop web 120")]
    [TestCase(5, 120, "stop web 10")]
    [TestCase(5, 2, "stop web 2")]
    public void Its_containers_have_their_time_and_no_more_than_the_two_minutes_of_the_notice(int secondsOfAMinute, int stopTimeout, string work)
    {
        var rig = new EcsRig(new EcsSettings { Minute = TimeSpan.FromSeconds(secondsOfAMinute) });
        rig.Call("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]}""");
        rig.Call("RegisterTaskDefinition", $$"""
            {"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "web", "image": "w", "stopTimeout": {{stopTimeout}}}]}
            """);
        Create(rig, "\"role\": null");

        rig.Interrupt(rig.Tasks[0].Id);

        Assert.That(rig.Work.Where(one => one.StartsWith("stop", StringComparison.Ordinal)), Is.EqualTo(new[] { work }));
    }

    [Test]
    public void Only_spot_capacity_is_interrupted()
    {
        var rig = Rig();
        Create(rig, """ "launchType": "FARGATE" """);

        var refused = Assert.Throws<AwsErrorException>(() => rig.Interrupt(rig.Tasks[0].Id));

        Assert.That(refused!.Message, Does.EndWith("is not on FARGATE_SPOT: only spot capacity is interrupted."));
    }

    [Test]
    public void A_rollback_gives_the_service_back_its_network_and_its_target_group()
    {
        var rig = Rig();
        Create(rig, """ "launchType": "FARGATE", "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}] """);
        rig.Observe(1, new TargetHealth(TargetState.Healthy));
        var before = Described();
        rig.Engine.Ends["web"] = 1;

        rig.Call("UpdateService", """
            {"cluster": "local", "service": "web", "loadBalancers": [], "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}},
             "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-9"]}}}
            """);
        var meanwhile = Described();
        rig.Pass(300);

        Assert.That(meanwhile, Is.Not.EqualTo(before));
        Assert.That(Described(), Is.EqualTo(before));

        string Described()
        {
            var service = rig.Call("DescribeServices", """{"cluster": "local", "services": ["web"]}""")["services"]![0]!;
            return service["networkConfiguration"]!.ToJsonString() + service["loadBalancers"]!.ToJsonString();
        }
    }

    [Test]
    public void Another_network_replaces_the_tasks_and_the_same_one_does_not()
    {
        var rig = Rig();
        Create(rig, """ "launchType": "FARGATE" """);
        rig.Pass(10);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0b", "subnet-0a"], "securityGroups": ["sg-01"], "assignPublicIp": "DISABLED"}}}""");
        var same = rig.Tasks.Count;
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0c"]}}}""");

        Assert.That((same, rig.Tasks.Count, rig.Tasks[1].Interface!.SubnetId), Is.EqualTo((1, 2, "subnet-0c")));
    }

    [Test]
    public void A_task_that_stops_already_has_no_capacity_to_take_away()
    {
        var rig = Rig();
        rig.Call("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["FARGATE_SPOT"], "defaultCapacityProviderStrategy": []}""");
        Create(rig, """ "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}] """);
        rig.Engine.Held.Add("stop web");
        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}"}""");

        var refused = Assert.Throws<AwsErrorException>(() => rig.Interrupt(rig.Tasks[0].Id))!;

        Assert.That((refused.Status, refused.Code, refused.Message), Is.EqualTo((409, "ConflictException", $"Task {rig.Tasks[0].Id} is stopping already (UserInitiated): there is no capacity left to take away.")));
        Assert.That(rig.Tasks[0].StopCode, Is.EqualTo(StopCodes.UserInitiated));
    }

    [Test]
    public void A_daemon_has_one_task_on_the_instance_and_stops_it_before_it_starts_the_next()
    {
        var rig = Rig();
        rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "bridge", "schedulingStrategy": "DAEMON", "deploymentConfiguration": {"maximumPercent": 100}}""");
        rig.Pass(10);

        var service = rig.Call("UpdateService", """{"cluster": "local", "service": "web", "forceNewDeployment": true}""")["service"]!;

        Assert.That($"{service["desiredCount"]} {service["deploymentConfiguration"]!["maximumPercent"]} {service["deploymentConfiguration"]!["minimumHealthyPercent"]}", Is.EqualTo("1 100 0"));
        Assert.That(rig.Work.Where(work => work.StartsWith("st", StringComparison.Ordinal)), Is.EqualTo(new[] { "start web", "stop web 30", "start web" }));
        Assert.That(() => rig.Call("DeleteService", """{"cluster": "local", "service": "web"}"""), Throws.Nothing);
    }

    [Test]
    public void Tasks_that_want_an_instance_each_have_room_for_one()
    {
        var rig = Rig();

        rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "bridge", "desiredCount": 2, "placementConstraints": [{"type": "distinctInstance"}]}""");

        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
        Assert.That(rig.Events(), Has.One.Contains("encountered error \"DistinctInstance placement constraint unsatisfied.\". For more information"));
    }

    private static JsonObject Create(EcsRig rig, string members, int desired = 1) => rig.Call("CreateService", $$"""
        {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, "networkConfiguration": {{Network}}, {{members}}}
        """);

    private static EcsRig Rig()
    {
        var rig = new EcsRig();
        rig.TargetGroups.Addresses.Add("green");
        rig.Call("RegisterTaskDefinition", $$"""{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": {{Web}}}""");
        rig.Register(Web, "bridge");
        return rig;
    }
}
