using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

/// <summary>Services whose tasks are registered in Cloud Map.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DiscoveredServiceTests
{
    private const string Web = """[{"name": "web", "image": "shop", "portMappings": [{"containerPort": 80}]}]""";
    private const string Checked = """[{"name": "web", "image": "shop", "healthCheck": {"command": ["CMD-SHELL", "true"]}}]""";
    private const string OwnAddress = """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}, "serviceRegistries": [{"registryArn": "a"}] """;
    private const string Network = "\"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"subnet-0a\"]}}, ";

    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"none\"}]", "The service registry none does not exist.")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"a\"}, {\"registryArn\": \"srv\"}]", "service registries can have at most 1 items.")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"a\", \"containerName\": \"web\", \"containerPort\": 80}]", "The values specified for serviceRegistries do not require a value for 'containerPort'. Remove the value and retry. Registry: a")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"a\", \"port\": 80}]", "The values specified for serviceRegistries do not require a value for 'Port'. Remove the value and retry. Registry: a")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"srv\", \"port\": 80, \"containerName\": \"web\", \"containerPort\": 80}]", "Specify a value for either 'port' or the 'containerName' and 'containerPort' combination, but not both. Remove one and retry.")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"both\"}]", "When the service registry has SRV records, either 'port' or 'containerName' and 'containerPort' must be specified. Registry: both")]
    [TestCase("awsvpc", Network + "\"serviceRegistries\": [{\"registryArn\": \"srv\", \"containerName\": \"web\", \"containerPort\": 81}]", "The container web did not have a container port 81 defined.")]
    [TestCase("bridge", "\"serviceRegistries\": [{\"registryArn\": \"srv\", \"containerName\": \"api\", \"containerPort\": 80}]", "The container api does not exist in the task definition.")]
    [TestCase("bridge", "\"serviceRegistries\": [{\"registryArn\": \"srv\"}]", "When specifying 'host' or 'bridge' for networkMode, values for 'containerName' and 'containerPort' must be specified from the task definition. Registry: srv")]
    [TestCase("bridge", "\"serviceRegistries\": [{\"registryArn\": \"both\", \"containerName\": \"web\", \"containerPort\": 80}]", "When specifying 'host' or 'bridge' for networkMode, SRV is the only DNS record type that is supported. Registry: both")]
    [TestCase("none", "\"serviceRegistries\": [{\"registryArn\": \"http\"}]", "Service discovery is not supported for networkMode 'none'. Registry: http")]
    [TestCase("bridge", "\"deploymentController\": {\"type\": \"EXTERNAL\"}, \"serviceRegistries\": [{\"registryArn\": \"srv\"}]", "ServiceRegistries must be empty or null.")]
    [TestCase("bridge", "\"launchType\": \"EXTERNAL\", \"serviceRegistries\": [{\"registryArn\": \"srv\", \"containerName\": \"web\", \"containerPort\": 80}]", "Service registries are not supported for external launch type.")]
    [TestCase("bridge", "\"deploymentController\": {\"type\": \"CODE_DEPLOY\"}, \"loadBalancers\": [{\"targetGroupArn\": \"blue\", \"containerName\": \"web\", \"containerPort\": 80}], \"serviceRegistries\": [{\"registryArn\": \"srv\", \"containerName\": \"web\", \"containerPort\": 80}]", "LocalAws does not emulate 'serviceRegistries' of a service whose deployments move traffic; run this against AWS, or leave it out with --env=local.")]
    public void A_service_is_refused(string mode, string members, string message)
    {
        var rig = Rig(mode, mode == "none" ? """[{"name": "web", "image": "shop"}]""" : Web);

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, {{members}}}"""));

        Assert.That(refused!.Message, Is.EqualTo(message));
    }

    [Test]
    public void A_task_is_registered_before_it_runs_and_deregistered_before_it_stops()
    {
        var rig = Rig("awsvpc", Web);
        rig.Engine.Held.Add("register");
        Create(rig, OwnAddress);
        var activating = rig.Tasks[0].LastStatus;
        rig.Release("register");
        var running = rig.Tasks[0].LastStatus;
        rig.Engine.Held.Add("deregister instance");

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");
        var (deactivating, before) = (rig.Tasks[0].LastStatus, rig.Work.Count);
        rig.Release("deregister instance");

        Assert.That((activating, running, deactivating, rig.Tasks[0].LastStatus), Is.EqualTo((EcsTaskStatus.Activating, EcsTaskStatus.Running, EcsTaskStatus.Deactivating, EcsTaskStatus.Stopped)));
        Assert.That(rig.Work.Take(before), Is.EqualTo(new[] { "provision", "pull web", "start web", "register 10.0.0.9: HEALTHY in a", "deregister from a" }));
        Assert.That(rig.Work.Skip(before), Is.EqualTo(new[] { "stop web 30", "release task-1" }));
    }

    [Test]
    public void A_task_with_a_load_balancer_leaves_Cloud_Map_while_its_requests_end()
    {
        var rig = Rig("awsvpc", Web);
        rig.TargetGroups.Addresses.Add("blue");
        Create(rig, OwnAddress + """, "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}] """);
        rig.Engine.Held.Add("deregister");

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");

        Assert.That(rig.Work.Skip(3), Is.EqualTo(new[] { "register 10.0.0.9:80 in blue, 10.0.0.9: HEALTHY in a", "deregister blue", "deregister from a" }));
        Assert.That((rig.Tasks[0].Instance, rig.Tasks[0].LastStatus), Is.EqualTo(((DiscoveryInstance?)null, EcsTaskStatus.Deactivating)));
    }

    [Test]
    public void Cloud_Map_is_told_what_the_health_checks_say()
    {
        var rig = Rig("awsvpc", Checked);
        Create(rig, OwnAddress);

        var registered = rig.Work[^1];
        rig.Observe(1, "web", container => container with { Health = HealthStatus.Healthy });
        var healthy = rig.Work[^1];
        rig.Restart();
        rig.Observe(1, "web", container => container with { Health = HealthStatus.Unhealthy });

        Assert.That((registered, healthy), Is.EqualTo(("register 10.0.0.9: UNHEALTHY in a", "healthy in a")));
        // A task that its health checks call unhealthy is replaced, too.
        Assert.That(rig.Work.Where(work => work.EndsWith(" a", StringComparison.Ordinal)), Is.EqualTo(new[] { "unhealthy in a", "deregister from a" }));
    }

    [Test]
    public void An_instance_has_the_attributes_that_ECS_gives_it()
    {
        var rig = Rig("awsvpc", Web);

        Create(rig, """ "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}, "serviceRegistries": [{"registryArn": "both", "port": 8080}] """);

        Assert.That(string.Join(' ', rig.Tasks[0].Instance!.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}={attribute.Value}")), Is.EqualTo(
            $"AVAILABILITY_ZONE=eu-west-2a AWS_INIT_HEALTH_STATUS=HEALTHY AWS_INSTANCE_IPV4=10.0.0.9 AWS_INSTANCE_PORT=8080 EC2_INSTANCE_ID={rig.Ec2Instance} "
            + "ECS_CLUSTER_NAME=local ECS_SERVICE_NAME=web ECS_TASK_DEFINITION_FAMILY=web REGION=eu-west-2"));
    }

    [Test]
    public void A_task_in_network_mode_bridge_is_registered_with_the_port_of_the_host()
    {
        var rig = Rig("bridge", Web);
        rig.Engine.ReachableAt = "172.18.0.1";

        Create(rig, """ "serviceRegistries": [{"registryArn": "srv", "containerName": "web", "containerPort": 80}] """);

        Assert.That(rig.Work, Does.Contain("register 172.18.0.1:32770 HEALTHY in srv"));
    }

    [Test]
    public void A_change_of_the_registry_replaces_the_tasks()
    {
        var rig = Rig("awsvpc", Web);
        Create(rig, OwnAddress);
        rig.Pass(10);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "serviceRegistries": [{"registryArn": "http"}]}""");
        rig.Pass(10);
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "serviceRegistries": []}""");
        rig.Pass(10);

        Assert.That(rig.Tasks.Select(task => task.Registry?.Arn ?? "none"), Is.EqualTo(new[] { "a", "http", "none" }));
        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Stopped, EcsTaskStatus.Stopped, EcsTaskStatus.Running }));
    }

    [Test]
    public void A_rollback_registers_where_the_deployment_before_did()
    {
        var rig = Rig("awsvpc", Web);
        Create(rig, OwnAddress + """, "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}} """);
        rig.Pass(10);
        rig.Engine.Ends["web"] = 1;

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "serviceRegistries": [{"registryArn": "http"}]}""");
        rig.Pass(60);
        rig.Engine.Ends.Clear();
        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}"}""");
        rig.Pass(60);

        Assert.That((rig.Tasks[^1].Registry?.Arn, (string?)rig.Service().Definition["serviceRegistries"]![0]!["registryArn"]), Is.EqualTo(("a", "a")));
    }

    private static EcsRig Rig(string mode, string containers)
    {
        var rig = new EcsRig();
        rig.Call("RegisterTaskDefinition", $$"""{"family": "web", "networkMode": "{{mode}}", "memory": "512", "containerDefinitions": {{containers}}}""");
        return rig;
    }

    private static void Create(EcsRig rig, string members) =>
        rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, {{members}}}""");
}
