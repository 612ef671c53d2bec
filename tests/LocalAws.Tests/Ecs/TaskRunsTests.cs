using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

public sealed class TaskRunsTests
{
    private const string Migrate = """[{"name": "app", "image": "app", "cpu": 10, "memory": 64, "command": ["serve"], "environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}]""";

    private const string NoAgent =
        "InvalidParameterException: The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. "
        + "Wait and try again or run a new task with execute command enabled and try again.";

    [Test]
    public void A_task_of_its_own_runs_and_ends_with_its_exit_code()
    {
        var rig = Rig();
        rig.Engine.Ends["app"] = 3;

        var answer = rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "startedBy": "build-7", "tags": [{"key": "k", "value": "v"}]}""");
        var described = rig.Call("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Id}}"], "include": ["TAGS"]}""")["tasks"]![0]!;

        var started = answer["tasks"]![0]!;
        Assert.That(
            $"{started["lastStatus"]} {started["desiredStatus"]} {started["group"]} {started["startedBy"]}",
            Is.EqualTo("PROVISIONING RUNNING family:migrate build-7"));
        Assert.That(
            $"{described["lastStatus"]} {described["stopCode"]} {described["stoppedReason"]} {described["containers"]![0]!["exitCode"]} {described["tags"]!.ToJsonString()}",
            Is.EqualTo("""STOPPED EssentialContainerExited Essential container in task exited 3 [{"key":"k","value":"v"}]"""));
        Assert.That(answer["failures"]!.ToJsonString(), Is.EqualTo("[]"));
    }

    [Test]
    public void Overrides_reach_the_container_and_are_shown()
    {
        var rig = Rig();

        var answer = rig.Call("RunTask", """
            {"cluster": "local", "taskDefinition": "migrate", "overrides": {"containerOverrides": [
              {"name": "app", "command": ["artisan", "migrate"], "memory": 128, "environment": [{"name": "B", "value": "two"}, {"name": "C", "value": "3"}]}]}}
            """);

        var container = rig.Engine.Started.Single().Definition.Containers[0];
        Assert.That(
            (string.Join(' ', container.Command!), container.Memory, container.Cpu, string.Join(' ', container.Environment.Select(variable => $"{variable.Key}={variable.Value}"))),
            Is.EqualTo(("artisan migrate", (int?)128, (int?)10, "A=1 B=two C=3")));
        Assert.That((string?)answer["tasks"]![0]!["overrides"]!["containerOverrides"]![0]!["command"]![1], Is.EqualTo("migrate"));
    }

    [TestCase("", "own=1")]
    [TestCase(""" "propagateTags": "TASK_DEFINITION", """, "own=1 part=app")]
    [TestCase(""" "propagateTags": "NONE", "enableECSManagedTags": true, """, "own=1 aws:ecs:clusterName=local")]
    public void A_task_has_its_own_tags_those_that_are_propagated_and_those_of_ECS(string members, string tags)
    {
        var rig = new EcsRig();
        rig.Call("RegisterTaskDefinition", """{"family": "tagged", "memory": "64", "tags": [{"key": "part", "value": "app"}, {"key": "own", "value": "0"}], "containerDefinitions": [{"name": "app", "image": "app"}]}""");

        rig.Call("RunTask", $$"""{ {{members}} "cluster": "local", "taskDefinition": "tagged", "tags": [{"key": "own", "value": "1"}]}""");

        var described = rig.Call("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Id}}"], "include": ["TAGS"]}""")["tasks"]![0]!;
        Assert.That(string.Join(' ', described["tags"]!.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}")), Is.EqualTo(tags));
    }

    [Test]
    public void Overrides_survive_the_process()
    {
        var rig = Rig();
        rig.Engine.Held.Add("start app");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "overrides": {"containerOverrides": [{"name": "app", "command": ["once"]}]}}""");

        rig.Restart();
        rig.Release("start app");

        Assert.That(rig.Engine.Started.Single().Definition.Containers[0].Command, Is.EqualTo(new[] { "once" }));
    }

    [Test]
    public void Of_two_tasks_that_want_the_same_host_port_one_is_placed()
    {
        var rig = Rig();
        rig.Register("""[{"name": "web", "image": "web", "portMappings": [{"containerPort": 80, "hostPort": 8080}]}]""");

        var answer = rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "web", "count": 2}""");

        Assert.That((answer["tasks"]!.AsArray().Count, (string?)answer["failures"]![0]!["reason"]), Is.EqualTo((1, "RESOURCE:PORTS")));
    }

    [Test]
    public void A_task_for_which_the_instance_is_too_small_is_not_placed()
    {
        var rig = Rig(new() { InstanceMemory = 600 });

        var answer = rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "count": 2}""");
        var arn = (string)rig.Call("ListContainerInstances", """{"cluster": "local"}""")["containerInstanceArns"]![0]!;
        var instance = rig.Call("DescribeContainerInstances", $$"""{"cluster": "local", "containerInstances": ["{{arn}}"]}""")["containerInstances"]![0]!;

        Assert.That((answer["tasks"]!.AsArray().Count, answer["failures"]!.ToJsonString()), Is.EqualTo((1, $$"""[{"arn":"{{arn}}","reason":"RESOURCE:MEMORY"}]""")));
        Assert.That(((int)instance["registeredResources"]![1]!["integerValue"]!, (int)instance["remainingResources"]![1]!["integerValue"]!), Is.EqualTo((600, 88)));
    }

    [Test]
    public void Tasks_are_listed_by_who_started_them_and_by_their_family()
    {
        var rig = Rig();
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "count": 3, "startedBy": "build-7"}""");
        rig.Register("""[{"name": "web", "image": "web"}]""");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "web"}""");

        var started = rig.Call("ListTasks", """{"cluster": "local", "startedBy": "build-7"}""");
        var family = rig.Call("ListTasks", """{"cluster": "local", "family": "web"}""");
        var elsewhere = rig.Call("ListTasks", """{"cluster": "local", "containerInstance": "none"}""");

        Assert.That(
            (started["taskArns"]!.AsArray().Count, family["taskArns"]!.AsArray().Count, elsewhere["taskArns"]!.AsArray().Count),
            Is.EqualTo((3, 1, 0)));
    }

    [Test]
    public void A_command_in_a_container_has_a_session_that_waits_for_a_client()
    {
        var rig = Rig();
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "enableExecuteCommand": true, "overrides": {"taskRoleArn": "shop"}}""");

        var answer = rig.Call("ExecuteCommand", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Arn}}", "command": "sh -l", "interactive": true}""");

        var (id, token) = ((string)answer["session"]!["sessionId"]!, (string)answer["session"]!["tokenValue"]!);
        Assert.That(
            $"{answer["clusterArn"]} {answer["containerName"]} {answer["interactive"]}", Is.EqualTo("arn:aws:ecs:eu-west-2:123456789012:cluster/local app true"));
        Assert.That(((string?)answer["taskArn"], (string?)answer["containerArn"]), Is.EqualTo((rig.Tasks[0].Arn, rig.Tasks[0].Container("app").Arn)));
        Assert.That((string?)answer["session"]!["streamUrl"], Is.EqualTo($"ws://127.0.0.1:4566/v1/data-channel/{id}?role=publish_subscribe"));
        Assert.That(rig.Sessions.Take(id, token), Is.EqualTo(new ExecTarget(rig.Tasks[0].Container("app").RuntimeId!, "sh -l", KmsKey: null)));
        Assert.That((string?)rig.Describe(1)["containers"]![0]!["managedAgents"]![0]!["lastStatus"], Is.EqualTo("RUNNING"));
    }

    [TestCase(1, "\"interactive\": false", "InvalidParameterException: Interactive is the only mode supported currently.")]
    [TestCase(1, "\"interactive\": true, \"container\": \"none\"", "InvalidParameterException: Unable to find container 'none' in the task.")]
    [TestCase(2, "\"interactive\": true", NoAgent)]
    [TestCase(3, "\"interactive\": true", NoAgent)]
    [TestCase(4, "\"interactive\": true", "TargetNotConnectedException: The execute command failed because the container is not running.")]
    public void A_command_in_a_container_is_refused_in_the_words_of_ECS(int task, string members, string message)
    {
        var rig = Rig();
        rig.Register("""[{"name": "app", "image": "app", "readonlyRootFilesystem": true}]""", "sealed");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "enableExecuteCommand": true, "overrides": {"taskRoleArn": "shop"}}""");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate"}""");
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "sealed", "enableExecuteCommand": true, "overrides": {"taskRoleArn": "shop"}}""");
        rig.Engine.Ends["app"] = 0;
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "enableExecuteCommand": true, "overrides": {"taskRoleArn": "shop"}}""");

        var refused = Refused(rig, "ExecuteCommand", $$"""{"cluster": "local", "task": "{{rig.Tasks[task - 1].Id}}", "command": "sh", {{members}}}""");

        Assert.That(refused, Is.EqualTo(message));
    }

    [Test]
    public void A_task_that_was_started_before_its_service_had_Exec_has_none()
    {
        var rig = Rig();
        rig.Call("RegisterTaskDefinition", """{"family": "web", "memory": "64", "taskRoleArn": "shop", "containerDefinitions": [{"name": "app", "image": "app"}]}""");
        rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}""");
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "enableExecuteCommand": true}""");

        var refused = Refused(rig, "ExecuteCommand", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}", "command": "sh", "interactive": true}""");

        Assert.That(refused, Is.EqualTo(NoAgent));
    }

    [Test]
    public void Exec_without_a_task_role_is_refused()
    {
        var rig = Rig();
        rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "migrate", "desiredCount": 1}""");

        var refused = new[]
        {
            Refused(rig, "RunTask", """{"cluster": "local", "taskDefinition": "migrate", "enableExecuteCommand": true}"""),
            Refused(rig, "UpdateService", """{"cluster": "local", "service": "web", "enableExecuteCommand": true}"""),
        };

        Assert.That(refused, Is.EqualTo(new[]
        {
            "InvalidParameterException: The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.",
            "InvalidParameterException: The service couldn't be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
        }));
        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
    }

    [Test]
    public void Tags_are_put_on_every_kind_of_resource()
    {
        var rig = Rig();
        rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "migrate", "desiredCount": 1}""");
        string[] arns =
        [
            "arn:aws:ecs:eu-west-2:123456789012:cluster/local", "arn:aws:ecs:eu-west-2:123456789012:service/local/web",
            rig.Tasks[0].Arn, "arn:aws:ecs:eu-west-2:123456789012:task-definition/migrate:1",
        ];

        var shown = arns.Select(arn =>
        {
            rig.Call("TagResource", $$"""{"resourceArn": "{{arn}}", "tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}""");
            rig.Call("UntagResource", $$"""{"resourceArn": "{{arn}}", "tagKeys": ["a"]}""");
            return rig.Call("ListTagsForResource", $$"""{"resourceArn": "{{arn}}"}""").ToJsonString();
        });

        Assert.That(shown, Is.All.EqualTo("""{"tags":[{"key":"b","value":"2"}]}"""));
    }

    [Test]
    public void A_deleted_task_definition_is_readable_and_its_number_is_not_given_again()
    {
        var rig = Rig();
        rig.Call("DeregisterTaskDefinition", """{"taskDefinition": "migrate:1"}""");

        var deleted = rig.Call("DeleteTaskDefinitions", """{"taskDefinitions": ["migrate:1", "none:1"]}""");
        var families = rig.Call("ListTaskDefinitionFamilies", """{"status": "ACTIVE"}""");
        rig.Register(Migrate, "migrate");
        var active = rig.Call("DeleteTaskDefinitions", """{"taskDefinitions": ["migrate:2"]}""");

        Assert.That(
            ((string?)deleted["taskDefinitions"]![0]!["status"], (string?)deleted["failures"]![0]!["reason"], families.ToJsonString()),
            Is.EqualTo(("DELETE_IN_PROGRESS", "MISSING", """{"families":[]}""")));
        Assert.That(
            (string?)active["failures"]![0]!["detail"],
            Is.EqualTo("The specified task definition is still in ACTIVE status. Please deregister the target and try again."));
    }

    [Test]
    public void The_engine_is_the_one_container_instance()
    {
        var rig = Rig();
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "migrate"}""");

        var arn = (string)rig.Call("ListContainerInstances", """{"cluster": "local"}""")["containerInstanceArns"]![0]!;
        var described = rig.Call("DescribeContainerInstances", $$"""{"cluster": "local", "containerInstances": ["{{arn}}", "none"]}""");

        var instance = described["containerInstances"]![0]!;
        Assert.That($"{instance["status"]} {instance["runningTasksCount"]} {instance["registeredResources"]![0]!["name"]}", Is.EqualTo("ACTIVE 1 CPU"));
        Assert.That(described["failures"]!.ToJsonString(), Is.EqualTo("""[{"arn":"none","reason":"MISSING"}]"""));
    }

    [Test]
    public void A_task_runs_by_the_default_strategy_on_a_capacity_provider_of_ones_own_or_where_it_is_told_to()
    {
        var rig = Rig();
        rig.Call("CreateCapacityProvider", """{"name": "own", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:aws:autoscaling:eu-west-2:123456789012:autoScalingGroup:1:autoScalingGroupName/own"}}""");
        rig.Call("PutClusterCapacityProviders", """{"cluster": "local", "capacityProviders": ["own"], "defaultCapacityProviderStrategy": [{"capacityProvider": "own", "weight": 1}]}""");

        var answers = new[] { "", "\"launchType\": \"EC2\", ", "\"launchType\": \"EXTERNAL\", " }.Select(launch => rig.Call("RunTask", $$"""{ {{launch}} "cluster": "local", "taskDefinition": "migrate"}"""));

        Assert.That(answers.Select(answer => $"{answer["tasks"]![0]!["launchType"]} {answer["tasks"]![0]!["capacityProviderName"]}"), Is.EqualTo(new[] { "EC2 own", "EC2 ", "EXTERNAL " }));
    }

    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "count": 11}""", "InvalidParameterException: Count must be between 1 and 10.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "none"}""", "ClientException: TaskDefinition not found.")]
    [TestCase("RunTask", """{"cluster": "none", "taskDefinition": "migrate"}""", "ClusterNotFoundException: Cluster not found.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "overrides": {"containerOverrides": [{"name": "x"}]}}""", "InvalidParameterException: Override for container named x is not a container in the TaskDefinition.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "overrides": {"memory": "0.5 GB", "containerOverrides": [{"name": "app", "memory": 513}]}}""", "InvalidParameterException: 'memory' setting for container 'app' is greater than for task.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "launchType": "FARGATE"}""", "InvalidParameterException: Task definition does not support launch_type FARGATE.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "volumeConfigurations": [{"name": "data"}]}""", "UnsupportedFeatureException: LocalAws does not emulate 'volumeConfigurations' of a task; run this against AWS, or leave it out with --env=local.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "migrate", "propagateTags": "SERVICE"}""", "InvalidParameterException: propagateTags SERVICE is not supported for a task that belongs to no service.")]
    [TestCase("ListTasks", """{"cluster": "local", "desiredStatus": "DEAD"}""", "InvalidParameterException: desiredStatus 'DEAD' is not one of RUNNING, PENDING and STOPPED.")]
    [TestCase("TagResource", """{"resourceArn": "x", "tags": []}""", "InvalidParameterException: Invalid ARN 'x'.")]
    [TestCase("ListTagsForResource", """{"resourceArn": "arn:aws:ecs:eu-west-2:123456789012:service/local/none"}""", "ResourceNotFoundException: The specified resource couldn't be found: arn:aws:ecs:eu-west-2:123456789012:service/local/none")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "secrets": [{"name": "A", "valueFrom": "a"}]}]}""", "ClientException: When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "memory": "64", "executionRoleArn": "r", "containerDefinitions": [{"name": "x", "image": "y", "environment": [{"name": "A", "value": "1"}], "secrets": [{"name": "A", "valueFrom": "a"}]}]}""", "ClientException: The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.")]
    public void A_call_is_refused_in_the_words_of_ECS(string operation, string request, string message)
    {
        var rig = Rig();

        var refused = Refused(rig, operation, request);

        Assert.That(refused, Is.EqualTo(message));
    }

    internal static EcsRig Rig(EcsSettings? settings = null)
    {
        var rig = new EcsRig(settings);
        rig.Register(Migrate, "migrate");
        return rig;
    }

    private static string Refused(EcsRig rig, string operation, string request)
    {
        var refused = Assert.Throws<AwsErrorException>(() => rig.Call(operation, request));
        return $"{refused!.Code}: {refused.Message}";
    }
}
