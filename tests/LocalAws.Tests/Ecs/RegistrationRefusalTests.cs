using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>What RegisterTaskDefinition refuses of single members and of what belongs together, beside the nearest that it accepts.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RegistrationRefusalTests
{
    private const string Role = "Role is not valid";
    private const string Image = "Container.image contains invalid characters.";
    private const string Kinds = "When the volume parameter is specified, only one volume configuration type should be used.";

    [TestCase("executionRoleArn", "\"arn:aws:iam::{account}:role/execution\"", Role)]
    [TestCase("executionRoleArn", "\"arn:aws:iam::12345678901:role/execution\"", Role)]
    [TestCase("taskRoleArn", "\"arn:aws:iam:::role/shop\"", Role)]
    [TestCase("taskRoleArn", "\"arn:aws:iam::123456789012:user/shop\"", Role)]
    [TestCase("taskRoleArn", "\"${TASK_ROLE}\"", Role)]
    [TestCase("taskRoleArn", "\"arn:aws:iam::123456789012:role/team/shop\"", null)]
    [TestCase("executionRoleArn", "\"execution\"", null)]
    [TestCase("inferenceAccelerators", """[{"deviceName": "d", "deviceType": "eia2.medium"}]""", "Unsupported field 'inferenceAccelerators'")]
    [TestCase("tags", "[]", "Tags can not be empty.")]
    [TestCase("tags", """[{"key": "team", "value": "a"}, {"key": "team", "value": "b"}]""", "Duplicate tag key 'team'.")]
    [TestCase("tags", """[{"key": "team", "value": "a"}, {"key": "Team", "value": "b"}]""", null)]
    [TestCase("volumes", """[{"name": "a"}, {"name": "a"}]""", "Duplicate volume name 'a'.")]
    [TestCase("volumes", """[{"name": "a", "host": {}, "efsVolumeConfiguration": {"fileSystemId": "fs-12345678"}}]""", Kinds)]
    [TestCase("volumes", """[{"name": "a", "host": {"sourcePath": "/a"}, "dockerVolumeConfiguration": {"scope": "task"}}]""", Kinds)]
    [TestCase("volumes", """[{"name": "a", "host": {}}, {"name": "b", "efsVolumeConfiguration": {"fileSystemId": "fs-12345678"}}]""", null)]
    [TestCase("proxyConfiguration", """{"containerName": "envoy", "properties": [{"name": "ProxyIngressPort", "value": "15000"}]}""", "APPMESH proxy configuration is only supported in networkMode=awsvpc")]
    public void A_task_is_refused_in_the_words_of_ECS(string member, string value, string? message) =>
        Assert.That(Refusal(task => task[member] = JsonNode.Parse(value)), Is.EqualTo(message));

    [TestCase("""{"containerName": "envoy", "properties": [{"name": "ProxyIngressPort", "value": "15000"}]}""", "Proxy container [envoy] does not exist")]
    [TestCase("""{"properties": [{"name": "ProxyIngressPort", "value": "15000"}]}""", "Proxy container [] does not exist")]
    [TestCase("""{"containerName": "web", "properties": [{"name": "AppPorts", "value": "80"}]}""", "Ingress port not found")]
    [TestCase("""{"containerName": "web", "properties": [{"name": "ProxyIngressPort", "value": "15000"}]}""", null)]
    public void A_proxy_is_a_container_with_ports(string value, string? message) => Assert.That(
        Refusal(task =>
        {
            task["networkMode"] = "awsvpc";
            task["proxyConfiguration"] = JsonNode.Parse(value);
        }),
        Is.EqualTo(message));

    [TestCase("image", "\"shop web:1\"", Image)]
    [TestCase("image", "\"${REGISTRY}/web\"", Image)]
    [TestCase("image", "\"<IMAGE1_NAME>\"", Image)]
    [TestCase("image", "\"123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop/web:1.2_3@sha256:abc\"", null)]
    [TestCase("secrets", """[{"name": "PASSWORD", "valueFrom": "db:password::"}]""", "The Systems Manager parameter name specified for secret PASSWORD is invalid. The parameter name can be up to 2048 characters and include the following letters and symbols: a-zA-Z0-9_.-")]
    [TestCase("logConfiguration", """{"logDriver": "splunk", "secretOptions": [{"name": "splunk-token", "valueFrom": "my token"}]}""", "The Systems Manager parameter name specified for secret splunk-token is invalid. The parameter name can be up to 2048 characters and include the following letters and symbols: a-zA-Z0-9_.-")]
    [TestCase("secrets", """[{"name": "PASSWORD", "valueFrom": "/shop/db.password"}]""", null)]
    // Accepted, and no task starts with it.
    [TestCase("secrets", """[{"name": "PASSWORD", "valueFrom": "arn:aws:secretsmanager:eu-west-2:123456789012:secret:db-AbCdEf:password:"}]""", null)]
    [TestCase("ulimits", """[{"name": "nofile", "softLimit": 10, "hardLimit": 5}]""", "Soft limit exceeds hard limit for ulimit nofile")]
    [TestCase("ulimits", """[{"name": "core", "softLimit": 10, "hardLimit": -1}, {"name": "nofile", "softLimit": 5, "hardLimit": 5}]""", null)]
    [TestCase("portMappings", """[{"containerPort": 80, "name": "http"}, {"containerPort": 81, "name": "http"}]""", "port mapping name is already used")]
    [TestCase("portMappings", """[{"containerPort": 80, "name": "http"}, {"containerPort": 81}, {"containerPort": 82}]""", null)]
    [TestCase("memory", "513", "The 'memory' setting for container 'web' is greater than for the task.")]
    [TestCase("memory", "512", null)]
    [TestCase("memoryReservation", "64", null)]
    [TestCase("environmentFiles", """[{"type": "s3", "value": "shop/app.env"}]""", "Invalid arn syntax.")]
    [TestCase("environmentFiles", """[{"type": "s3", "value": "arn:aws:s3:::shop/app.env"}]""", null)]
    [TestCase("logConfiguration", """{"logDriver": "awslogs", "options": {"awslogs-region": "eu-west-2"}}""", "Log driver awslogs requires options: awslogs-group")]
    [TestCase("logConfiguration", """{"logDriver": "awslogs", "options": {"awslogs-group": "shop", "awslogs-region": "eu-west-2"}}""", null)]
    [TestCase("mountPoints", """[{"containerPath": "/data"}]""", "Unknown volume 'null'.")]
    [TestCase("dependsOn", """[{"containerName": "other", "condition": "SUCCESS"}]""", "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")]
    [TestCase("dependsOn", """[{"containerName": "other", "condition": "START"}]""", null)]
    [TestCase("name", "\"other\"", "Container names must be unique within a Task Definition.")]
    [TestCase("environment", """[{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]""", null)]
    [TestCase("firelensConfiguration", """{"type": "fluentbit"}""", "When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.")]
    [TestCase("logConfiguration", """{"logDriver": "awsfirelens"}""", "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.")]
    public void A_container_is_refused_in_the_words_of_ECS(string member, string value, string? message) =>
        Assert.That(Refusal(task => task["containerDefinitions"]![0]![member] = JsonNode.Parse(value)), Is.EqualTo(message));

    [TestCase("bridge", """{"containerPort": 80, "hostPort": 3000}""", """{"containerPort": 81, "hostPort": 3000}""", "TCP host port '3000' is mapped multiple times in task.")]
    [TestCase("bridge", """{"containerPort": 80, "hostPort": 3000}""", """{"containerPort": 80, "hostPort": 3000, "protocol": "udp"}""", null)]
    [TestCase("bridge", """{"containerPort": 80}""", """{"containerPort": 80}""", null)]
    [TestCase("awsvpc", """{"containerPort": 80}""", """{"containerPort": 80, "hostPort": 80}""", "TCP host port '80' is mapped multiple times in task.")]
    [TestCase("host", """{"containerPort": 53, "protocol": "udp"}""", """{"containerPort": 53, "protocol": "udp"}""", "UDP host port '53' is mapped multiple times in task.")]
    [TestCase("awsvpc", """{"containerPort": 80}""", """{"containerPort": 81}""", null)]
    public void A_port_of_the_host_or_of_the_tasks_interface_is_one_containers(string mode, string first, string second, string? message) => Assert.That(
        Refusal(task =>
        {
            task["networkMode"] = mode;
            task["containerDefinitions"]![0]!["portMappings"] = new JsonArray(JsonNode.Parse(first));
            task["containerDefinitions"]![1]!["portMappings"] = new JsonArray(JsonNode.Parse(second));
        }),
        Is.EqualTo(message));

    [TestCase(128, null)]
    [TestCase(129, "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.")]
    public void The_containers_have_no_more_cpu_together_than_the_task(int cpu, string? message) => Assert.That(
        Refusal(task =>
        {
            task["cpu"] = ".25 vCPU";
            (task["containerDefinitions"]![0]!["cpu"], task["containerDefinitions"]![1]!["cpu"]) = (128, cpu);
        }),
        Is.EqualTo(message));

    [TestCase(10, null)]
    [TestCase(11, "The maximum number of environment files was exceeded. Specify ten or less and try again.")]
    public void A_container_has_ten_environment_files_at_most(int count, string? message) => Assert.That(
        Refusal(task => task["containerDefinitions"]![0]!["environmentFiles"] =
            new JsonArray([.. Enumerable.Range(0, count).Select(number => new JsonObject { ["type"] = "s3", ["value"] = $"arn:aws:s3:::shop/{number}.env" })])),
        Is.EqualTo(message));

    [Test]
    public void A_container_that_shares_the_interface_of_its_task_has_a_network() => Assert.That(
        Refusal(task =>
        {
            task["networkMode"] = "awsvpc";
            task["containerDefinitions"]![0]!["disableNetworking"] = true;
        }),
        Is.EqualTo("Disable Networking is not supported on container when networkMode=awsvpc"));

    [Test]
    public void A_task_has_one_log_router() => Assert.That(
        Refusal(task =>
        {
            task["containerDefinitions"]![0]!["logConfiguration"] = new JsonObject { ["logDriver"] = "awsfirelens" };
            foreach (var container in task["containerDefinitions"]!.AsArray())
                container!["firelensConfiguration"] = new JsonObject { ["type"] = "fluentbit" };
        }),
        Is.EqualTo("Only one container of a task definition can have a firelensConfiguration."));

    [TestCase("FARGATE", "arn:aws:s3:::logs/router.conf", "Fargate launch type does not support FirelensConfiguration config file from 's3'")]
    [TestCase("EC2", "s3://logs/router.conf", "Invalid arn syntax.")]
    [TestCase("EC2", "arn:aws:s3:::logs/router.conf", null)]
    public void A_log_router_has_its_configuration_from_where_it_can(string launchType, string file, string? message) => Assert.That(
        Refusal(task =>
        {
            (task["networkMode"], task["cpu"], task["memory"], task["requiresCompatibilities"]) = ("awsvpc", "256", "512", new JsonArray(launchType));
            task["containerDefinitions"]![0]!["logConfiguration"] = new JsonObject { ["logDriver"] = "awsfirelens" };
            task["containerDefinitions"]![1]!["firelensConfiguration"] = new JsonObject
            {
                ["type"] = "fluentbit",
                ["options"] = new JsonObject { ["config-file-type"] = "s3", ["config-file-value"] = file },
            };
        }),
        Is.EqualTo(message));

    private static string? Refusal(Action<JsonObject> change)
    {
        var task = JsonNode.Parse("""
            {
              "family": "web", "memory": "512", "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
              "containerDefinitions": [{"name": "web", "image": "shop"}, {"name": "other", "image": "shop"}]
            }
            """)!.AsObject();
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
}
