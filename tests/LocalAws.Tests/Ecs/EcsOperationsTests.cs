using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

public sealed class EcsOperationsTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";
    private const string Create = """{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}""";

    [TestCase("CreateService", """{"cluster": "none"}""", "ClusterNotFoundException", "Cluster not found.")]
    [TestCase("ListTasks", "{}", "ClusterNotFoundException", "Cluster not found.")]
    [TestCase("CreateService", """{"cluster": "local"}""", "InvalidParameterException", "serviceName should not be empty.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "web"}""", "InvalidParameterException", "desiredCount is required for the scheduling strategy REPLICA.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "none", "desiredCount": 1}""", "ClientException", "TaskDefinition not found.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2}""", "InvalidParameterException", "Creation of service was not idempotent.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "desiredCount": "1"}""", "SerializationException", "The member 'desiredCount' of the request should be a number.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "web", "desiredCount": 1, "launchType": "FARGATE"}""", "InvalidParameterException", "Task definition does not support launch_type FARGATE.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "volumeConfigurations": [{"name": "x"}]}""", "UnsupportedFeatureException", "LocalAws does not emulate 'volumeConfigurations' of a service; run this against AWS, or leave it out with --env=local.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 100}}""", "InvalidParameterException", "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "web", "desiredCount": 1, "deploymentConfiguration": {"monitoring": {"metricConfigurations": []}}}""", "UnsupportedFeatureException", "LocalAws does not emulate 'monitoring' of a deployment; run this against AWS, or leave it out with --env=local.")]
    [TestCase("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"monitoring": {}}}""", "UnsupportedFeatureException", "LocalAws does not emulate 'monitoring' of a deployment; run this against AWS, or leave it out with --env=local.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "web", "desiredCount": 1, "capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]}""", "InvalidParameterException", "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.")]
    [TestCase("CreateService", """{"cluster": "local", "serviceName": "x", "taskDefinition": "web", "desiredCount": 1, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}}""", "InvalidParameterException", "Network Configuration is not valid for the given networkMode of this task definition.")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "containerDefinitions": [{"name": "x", "image": "y", "memory": "64"}]}""", "SerializationException", "STRING_VALUE can not be converted to an Integer")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "memory": 64, "containerDefinitions": [{"name": "x", "image": "y"}]}""", "SerializationException", "NUMBER_VALUE can not be converted to a String")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "containerDefinitions": [{"name": "x", "image": "y", "memory": 64, "essential": "true"}]}""", "SerializationException", "STRING_VALUE can not be converted to a Boolean")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "containerDefinitions": [{"name": "x", "image": "y", "memory": 64, "environment": [{"name": "PORT", "value": 80}]}]}""", "SerializationException", "NUMBER_VALUE can not be converted to a String")]
    [TestCase("RegisterTaskDefinition", """{"family": "a", "containerDefinitions": {"name": "x"}}""", "SerializationException", "Start of structure or map found where not expected.")]
    [TestCase("UpdateService", """{"cluster": "local", "service": "none"}""", "ServiceNotFoundException", "Service not found.")]
    [TestCase("UpdateService", """{"cluster": "local", "service": "old"}""", "ServiceNotActiveException", "Service was not ACTIVE.")]
    [TestCase("DeleteService", """{"cluster": "local", "service": "web"}""", "InvalidParameterException", "The service cannot be stopped while it is scaled above 0.")]
    [TestCase("DescribeServices", """{"cluster": "local"}""", "InvalidParameterException", "Services cannot be empty.")]
    [TestCase("ListTasks", """{"cluster": "local", "serviceName": "none"}""", "ServiceNotFoundException", "Service not found.")]
    [TestCase("PutAttributes", """{"cluster": "local", "attributes": [{"name": "a", "targetType": "task", "targetId": "x"}]}""", "InvalidParameterException", "The target type should be container-instance.")]
    [TestCase("PutAttributes", """{"cluster": "local", "attributes": [{"name": "a", "targetId": "x"}]}""", "InvalidParameterException", "The target type should be container-instance.")]
    [TestCase("RunTask", """{"cluster": "local", "taskDefinition": "web", "overrides": {"ephemeralStorage": {"sizeInGiB": 500}}}""", "InvalidParameterException", "EphemeralStorage size should be at most 200")]
    [TestCase("StopTask", """{"cluster": "local", "task": "none"}""", "InvalidParameterException", "The referenced task was not found.")]
    [TestCase("DescribeTaskDefinition", """{"taskDefinition": "web:9"}""", "ClientException", "Unable to describe task definition.")]
    [TestCase("SubmitTaskStateChange", "{}", "UnknownOperationException", "LocalAws does not emulate ECS SubmitTaskStateChange; run this against AWS, or leave it out with --env=local.")]
    public void A_call_is_refused_in_the_words_of_ECS(string operation, string request, string code, string message)
    {
        var rig = Rig();

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call(operation, request));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((code, message)));
    }

    [TestCase("""{"containerDefinitions": []}""", "Family should not be empty.")]
    [TestCase("""{"family": "a b"}""", "Family contains invalid characters.")]
    [TestCase("""{"family": "a"}""", "Container definitions should not be empty.")]
    [TestCase("""{"family": "a", "containerDefinitions": [{"name": "x", "image": "y"}]}""", "Invalid setting for container 'x'. At least one of 'memory' or 'memoryReservation' must be specified.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x"}]}""", "Container.image should not be null or empty.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"image": "x"}]}""", "Container.name should not be null or empty.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "essential": false}]}""", "A task definition must have at least one essential container.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "links": ["z"]}]}""", "Invalid setting for container 'x'. Link 'z' names a container that is not in the task definition.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "dependsOn": [{"containerName": "x", "condition": "START"}]}]}""", "The dependencies of the containers x form a cycle.")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "volumesFrom": [{"sourceContainer": "z"}]}]}""", "Invalid 'volumesFrom' setting. Unknown container: 'z'")]
    [TestCase("""{"family": "a", "memory": "64", "containerDefinitions": [{"name": "x", "image": "y", "mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]}]}""", "Unknown volume 'v'.")]
    public void A_task_definition_that_could_not_run_is_refused(string request, string message)
    {
        var rig = Rig();

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("RegisterTaskDefinition", request));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("ClientException", message)));
    }

    [TestCase("SERVICE", "team=shop aws:ecs:clusterName=local aws:ecs:serviceName=tagged")]
    [TestCase("TASK_DEFINITION", "part=web aws:ecs:clusterName=local aws:ecs:serviceName=tagged")]
    [TestCase("NONE", "aws:ecs:clusterName=local aws:ecs:serviceName=tagged")]
    public void Tags_and_the_switch_for_Exec_of_a_service_reach_its_tasks(string propagate, string tags)
    {
        var rig = new EcsRig();
        rig.Call("RegisterTaskDefinition", """{"family": "tagged", "memory": "64", "taskRoleArn": "shop", "tags": [{"key": "part", "value": "web"}], "containerDefinitions": [{"name": "x", "image": "y"}]}""");

        rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "tagged", "taskDefinition": "tagged", "desiredCount": 1, "tags": [{"key": "team", "value": "shop"}],
             "propagateTags": "{{propagate}}", "enableECSManagedTags": true, "enableExecuteCommand": true}
            """);

        var task = rig.Call("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Arn}}"], "include": ["TAGS"]}""")["tasks"]![0]!;
        Assert.That(string.Join(' ', task["tags"]!.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}")), Is.EqualTo(tags));
        Assert.That((bool)task["enableExecuteCommand"]!, Is.True);
    }

    [Test]
    public void A_registration_keeps_what_is_not_known_and_shows_the_defaults()
    {
        var rig = Rig();

        var answer = rig.Call("RegisterTaskDefinition", """
            {"family": "shop", "newMember": {"deep": [1]}, "tags": [{"key": "k", "value": "v"}], "memory": "64",
             "containerDefinitions": [{"name": "x", "image": "y", "alsoNew": true, "user": null, "portMappings": [{"containerPort": 80}]}]}
            """);

        Assert.That(answer.ToJsonString(), Is.EqualTo("""
            {"taskDefinition":{"family":"shop","newMember":{"deep":[1]},"memory":"64","containerDefinitions":[{"name":"x","image":"y","alsoNew":true,
            "portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"}],"cpu":0,"essential":true,"environment":[],"mountPoints":[],"volumesFrom":[],"systemControls":[]}],
            "volumes":[],"placementConstraints":[],"taskDefinitionArn":"arn:aws:ecs:eu-west-2:123456789012:task-definition/shop:1","revision":1,"status":"ACTIVE",
            "compatibilities":["EXTERNAL","EC2"],"requiresAttributes":[],"registeredAt":1772442000,"registeredBy":"arn:aws:iam::123456789012:root"},
            "tags":[{"key":"k","value":"v"}]}
            """.Replace("\n", "", StringComparison.Ordinal)));
    }

    [Test]
    public void Task_definitions_are_listed_by_family_status_and_revision()
    {
        var rig = Rig();
        for (var revision = 2; revision <= 11; revision++)
            rig.Register(Web);
        rig.Call("DeregisterTaskDefinition", """{"taskDefinition": "web:3"}""");

        var listed = Listed(rig.Call("ListTaskDefinitions", """{"familyPrefix": "web", "sort": "DESC", "maxResults": 3}"""));
        var rest = Listed(rig.Call("ListTaskDefinitions", """{"familyPrefix": "web", "sort": "DESC", "nextToken": "3"}"""));
        var inactive = Listed(rig.Call("ListTaskDefinitions", """{"status": "INACTIVE"}"""));

        Assert.That((listed, rest, inactive), Is.EqualTo(("web:11 web:10 web:9", "web:8 web:7 web:6 web:5 web:4 web:2 web:1", "web:3")));

        static string Listed(JsonObject answer) =>
            string.Join(' ', answer["taskDefinitionArns"]!.AsArray().Select(arn => ((string)arn!).Split('/')[1]));
    }

    [Test]
    public void Creating_the_same_service_twice_gives_the_same_service()
    {
        var rig = Rig();

        var again = rig.Call("CreateService", Create);

        Assert.That((string?)again["service"]!["deployments"]![0]!["id"], Is.EqualTo(rig.Service().Primary.Id));
        Assert.That(rig.Tasks.Count(task => task.Service == "web"), Is.EqualTo(1));
    }

    [Test]
    public void An_update_to_the_same_task_definition_deploys_only_when_it_is_forced()
    {
        var rig = Rig();
        rig.Pass(5);
        var first = rig.Service().Primary.Id;

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "taskDefinition": "web:1"}""");
        var unforced = rig.Service().Primary.Id;
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "forceNewDeployment": true}""");

        Assert.That(unforced, Is.EqualTo(first));
        Assert.That(rig.Service().Primary.Id, Is.Not.EqualTo(first));
    }

    [Test]
    public void Services_tasks_and_clusters_that_are_missing_are_failures_beside_those_that_are_there()
    {
        var rig = Rig();

        var services = rig.Call("DescribeServices", """{"cluster": "local", "services": ["web", "none"]}""");
        var tasks = rig.Call("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{rig.Tasks[0].Arn}}", "none"]}""");
        var clusters = rig.Call("DescribeClusters", """{"clusters": ["local", "none"]}""");

        Assert.That(Summary(services, "services", "serviceName"), Is.EqualTo("web; arn:aws:ecs:eu-west-2:123456789012:service/local/none MISSING"));
        Assert.That(Summary(tasks, "tasks", "lastStatus"), Is.EqualTo("RUNNING; arn:aws:ecs:eu-west-2:123456789012:task/local/none MISSING"));
        Assert.That(Summary(clusters, "clusters", "runningTasksCount"), Is.EqualTo("1; arn:aws:ecs:eu-west-2:123456789012:cluster/none MISSING"));

        static string Summary(JsonObject answer, string member, string shown) =>
            $"{answer[member]![0]![shown]}; {answer["failures"]![0]!["arn"]} {answer["failures"]![0]!["reason"]}";
    }

    [TestCase("", "0 0 0 0 0")]
    [TestCase("TAGS", "1 1 1 0 0")]
    [TestCase("SETTINGS", "0 0 0 1 0")]
    [TestCase("CONFIGURATIONS", "0 0 0 0 1")]
    public void What_is_described_has_tags_settings_and_configurations_where_they_are_asked_for(string include, string shown)
    {
        const string Tags = "\"tags\": [{\"key\": \"team\", \"value\": \"shop\"}]";
        var rig = Rig();
        rig.Call("CreateCluster", $$"""{"clusterName": "told", {{Tags}}, "settings": [{"name": "containerInsights", "value": "enabled"}], "configuration": {"executeCommandConfiguration": {"logging": "NONE" } } }""");
        rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "told", "taskDefinition": "web", "desiredCount": 0, {{Tags}} }""");
        rig.Call("CreateCapacityProvider", $$"""{"name": "own", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:aws:autoscaling:eu-west-2:123456789012:autoScalingGroup:1:autoScalingGroupName/own"}, {{Tags}} }""");
        var asked = include.Length == 0 ? "" : $", \"include\": [\"{include}\"]";

        var cluster = rig.Call("DescribeClusters", $$"""{"clusters": ["told"]{{asked}} }""")["clusters"]![0]!;
        var service = rig.Call("DescribeServices", $$"""{"cluster": "local", "services": ["told"]{{asked}} }""")["services"]![0]!;
        var provider = rig.Call("DescribeCapacityProviders", $$"""{"capacityProviders": ["own"]{{asked}} }""")["capacityProviders"]![0]!;

        Assert.That(
            $"{cluster["tags"]!.AsArray().Count} {service["tags"]!.AsArray().Count} {provider["tags"]!.AsArray().Count} {cluster["settings"]!.AsArray().Count} {(cluster["configuration"] is null ? 0 : 1)}",
            Is.EqualTo(shown));
    }

    [TestCase("\"launchType\": \"EC2\"", "web")]
    [TestCase("\"launchType\": \"FARGATE\"", "")]
    [TestCase("\"schedulingStrategy\": \"DAEMON\"", "each")]
    [TestCase("\"schedulingStrategy\": \"REPLICA\"", "web")]
    public void Services_are_listed_by_what_they_run_on_and_how(string filter, string names)
    {
        var rig = Rig();
        rig.Call("CreateService", """{"cluster": "local", "serviceName": "each", "taskDefinition": "web", "schedulingStrategy": "DAEMON", "launchType": "EXTERNAL"}""");

        var listed = rig.Call("ListServices", $$"""{"cluster": "local", {{filter}} }""")["serviceArns"]!.AsArray();

        Assert.That(string.Join(' ', listed.Select(arn => ((string)arn!).Split('/')[^1])), Is.EqualTo(names));
    }

    [Test]
    public void Capacity_providers_come_page_by_page()
    {
        var rig = Rig();

        var first = rig.Call("DescribeCapacityProviders", """{"maxResults": 1}""");
        var second = rig.Call("DescribeCapacityProviders", $$"""{"maxResults": 1, "nextToken": "{{first["nextToken"]}}"}""");

        Assert.That(new[] { first, second }.Select(page => (string?)page["capacityProviders"]!.AsArray().Single()!["name"]), Is.EqualTo(new[] { "FARGATE", "FARGATE_SPOT" }));
        Assert.That(second["nextToken"], Is.Null);
    }

    private static EcsRig Rig()
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", Create);
        rig.Serve(Web, name: "old");
        rig.Call("DeleteService", """{"cluster": "local", "service": "old", "force": true}""");
        rig.Engine.Work.Clear();
        return rig;
    }
}
