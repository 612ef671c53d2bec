using System.Text.Json.Nodes;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.ServiceDefinitions;

/// <summary>What an update of a service gets of its definition.</summary>
public sealed class ServiceDefinitionTests
{
    private const string Group = "arn:aws:elasticloadbalancing:eu-west-2:111122223333:targetgroup/web/1";
    private const string Other = "arn:aws:elasticloadbalancing:eu-west-2:111122223333:targetgroup/web/2";

    private static readonly JsonObject Service = Json(
        $$"""
        {
          "serviceName": "web", "desiredCount": 7, "launchType": "FARGATE", "schedulingStrategy": "REPLICA", "platformVersion": "1.4.0", "propagateTags": "NONE",
          "deploymentConfiguration": { "maximumPercent": 200, "minimumHealthyPercent": 100, "deploymentCircuitBreaker": { "enable": true, "rollback": true } },
          "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED" } },
          "loadBalancers": [{ "targetGroupArn": "{{Group}}", "containerName": "app", "containerPort": 80 }],
          "tags": [{ "key": "team", "value": "shop" }, { "key": "own", "value": "kept" }],
          "deployments": [
            { "status": "PRIMARY", "serviceConnectConfiguration": { "enabled": true, "namespace": "arn:aws:servicediscovery:eu-west-2:111122223333:namespace/ns-1" } },
            { "status": "ACTIVE", "serviceConnectConfiguration": { "enabled": false } }
          ]
        }
        """);

    // What it says already.
    [TestCase("""{"cluster":"shop","serviceName":"web","taskDefinition":"shop","desiredCount":2}""", "{}")]
    [TestCase("""{"deploymentConfiguration":{"maximumPercent":200,"deploymentCircuitBreaker":{"enable":true}}}""", "{}")]
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-2","subnet-1"]}}}""", "{}")]
    [TestCase("""{"enableExecuteCommand":false,"propagateTags":"NONE","placementConstraints":[],"healthCheckGracePeriodSeconds":0}""", "{}")]
    [TestCase("""{"platformVersion":"LATEST"}""", "{}")]
    [TestCase("""{"serviceConnectConfiguration":{"enabled":true,"namespace":"shop"}}""", "{}")]
    [TestCase("""{"launchType":"FARGATE","schedulingStrategy":"REPLICA","deploymentController":{"type":"ECS"}}""", "{}")]
    // What it does not say is the service's own.
    [TestCase("""{"deploymentConfiguration":{"maximumPercent":150}}""", """{"deploymentConfiguration":{"maximumPercent":150,"minimumHealthyPercent":100,"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}""")]
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-2"]}}}""", """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-2"],"securityGroups":["sg-1"],"assignPublicIp":"DISABLED"}}}""")]
    [TestCase("""{"enableExecuteCommand":true,"propagateTags":"SERVICE"}""", """{"enableExecuteCommand":true,"propagateTags":"SERVICE"}""")]
    [TestCase("""{"serviceConnectConfiguration":{"enabled":false}}""", """{"serviceConnectConfiguration":{"enabled":false,"namespace":"arn:aws:servicediscovery:eu-west-2:111122223333:namespace/ns-1"}}""")]
    [TestCase("""{"platformVersion":"1.3.0"}""", """{"platformVersion":"1.3.0"}""")]
    public void An_update_has_what_differs_and_whole(string definition, string update) =>
        Assert.That(new ServiceDefinition(Json(definition)).ChangesTo(Service).ToJsonString(), Is.EqualTo(Json(update).ToJsonString()));

    [TestCase("""[{"type":"spread","field":"a"},{"type":"random"}]""", """[{"type":"random"},{"type":"spread","field":"a"}]""", false)]
    [TestCase("""[{"type":"spread","field":"a"}]""", """[{"field":"a","type":"spread"}]""", true)]
    public void The_order_of_placement_strategies_is_theirs(string has, string wanted, bool isSame)
    {
        var service = new JsonObject { ["placementStrategy"] = JsonNode.Parse(has) };

        Assert.That(new ServiceDefinition(new() { ["placementStrategy"] = JsonNode.Parse(wanted) }).ChangesTo(service).Count == 0, Is.EqualTo(isSame));
    }

    [Test]
    public void Each_value_that_differs_is_told_at_its_place()
    {
        var definition = new ServiceDefinition(Json("""{"deploymentConfiguration":{"maximumPercent":150,"bakeTimeInMinutes":5},"enableExecuteCommand":true}"""));

        Assert.That(definition.DifferencesFrom(Service).Select(difference => difference.ToString()), Is.EqualTo(new[]
        {
            "~ deploymentConfiguration.maximumPercent of the service: 200 → 150",
            "+ deploymentConfiguration.bakeTimeInMinutes of the service: 5",
            "+ enableExecuteCommand of the service: true",
        }));
    }

    [TestCase("""{"enableExecuteCommand":true,"deploymentConfiguration":{"maximumPercent":150}}""", false)]
    [TestCase("""{"enableExecuteCommand":true,"platformVersion":"1.3.0"}""", true)]
    [TestCase("""{"platformVersion":"1.4.0"}""", false)]
    public void Only_some_members_begin_a_deployment(string definition, bool begins) => Assert.That(new ServiceDefinition(Json(definition)).StartsDeployment(Service), Is.EqualTo(begins));

    [Test]
    public void What_was_changed_can_be_given_back_also_where_there_was_nothing()
    {
        var definition = new ServiceDefinition(Json(
            """{"platformVersion":"1.3.0","enableExecuteCommand":true,"placementStrategy":[{"type":"random"}],"serviceConnectConfiguration":{"enabled":false},"healthCheckGracePeriodSeconds":30,"propagateTags":"SERVICE","deploymentConfiguration":{"maximumPercent":200}}"""));

        Assert.That(definition.Undo(Service).ToJsonString(), Is.EqualTo(Json(
            """
            {
              "platformVersion": "1.4.0", "enableExecuteCommand": false, "placementStrategy": [],
              "serviceConnectConfiguration": { "enabled": true, "namespace": "arn:aws:servicediscovery:eu-west-2:111122223333:namespace/ns-1" },
              "healthCheckGracePeriodSeconds": 0, "propagateTags": "NONE"
            }
            """).ToJsonString()));
    }

    [Test]
    public void A_target_group_that_would_be_dropped_is_refused_by_name()
    {
        var definition = new ServiceDefinition(Json($$"""{"loadBalancers":[{"targetGroupArn":"{{Other}}","containerName":"app","containerPort":80}]}"""));

        Assert.That(definition.Refusals(Service), Is.EqualTo(new[]
        {
            $"service 'web' registers its tasks with {Group}, which 'loadBalancers' of the service definition does not have: its requests would find no task. Add it to the file, or take it from the service first (aws ecs update-service --load-balancers).",
        }));
    }

    [Test]
    public void A_target_group_may_be_added()
    {
        var definition = new ServiceDefinition(Json($$"""{"loadBalancers":[{"targetGroupArn":"{{Other}}","containerName":"app","containerPort":81},{"targetGroupArn":"{{Group}}","containerName":"app","containerPort":80}]}"""));

        Assert.That((definition.Refusals(Service).Count(), definition.ChangesTo(Service)["loadBalancers"]!.AsArray().Count), Is.EqualTo((0, 2)));
    }

    [TestCase("launchType", "EC2", "service 'web' has the launchType FARGATE, and the service definition EC2: ECS changes no service's launchType. Correct the file, or create another service under another name and delete this one.")]
    [TestCase("schedulingStrategy", "DAEMON", "service 'web' has the schedulingStrategy REPLICA, and the service definition DAEMON: ECS changes no service's schedulingStrategy. Correct the file, or create another service under another name and delete this one.")]
    public void What_only_another_service_can_have_is_said(string member, string value, string refusal) =>
        Assert.That(new ServiceDefinition(new() { [member] = value }).Refusals(Service), Is.EqualTo(new[] { refusal }));

    [TestCase("""{"healthCheckGracePeriodSeconds":30,"propagateTags":"SERVICE","deploymentConfiguration":{"maximumPercent":150},"loadBalancers":[],"platformVersion":"1.3.0"}""",
        """{"healthCheckGracePeriodSeconds":30,"propagateTags":"SERVICE","deploymentConfiguration":{"maximumPercent":150,"minimumHealthyPercent":100,"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}""")]
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-3"]}}}""", "{}")]
    public void Of_a_service_that_CodeDeploy_deploys_ECS_updates_little(string definition, string update) => Assert.That(new ServiceDefinition(Json(definition)).ChangesTo(ByCodeDeploy).ToJsonString(), Is.EqualTo(Json(update).ToJsonString()));

    // What the primary task set has, which CodeDeploy has made, and what is to come by the appspec.
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-9"]}}}""", "", "")]
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-3"]}}}""", "NetworkConfiguration: {}", "")]
    // Target groups change with each deployment.
    [TestCase("""{"loadBalancers":[{"targetGroupArn":"arn:other","containerName":"app","containerPort":80}]}""", "", "")]
    [TestCase("""{"platformVersion":"1.3.0"}""", "NetworkConfiguration: {}",
        "service 'web' has the platformVersion 1.4.0, and the service definition 1.3.0: ECS does not change that of a service with the deployment controller CODE_DEPLOY. Write 'PlatformVersion' into the appspec, by which CodeDeploy gives it to the new tasks, or correct the file.")]
    [TestCase("""{"serviceRegistries":[{"registryArn":"arn:r"}]}""", "",
        "service 'web' has the serviceRegistries none, and the service definition [{\"registryArn\":\"arn:r\"}]: ECS does not change that of a service with the deployment controller CODE_DEPLOY. Correct the file, or create another service under another name and delete this one.")]
    [TestCase("""{"launchType":"EC2"}""", "", "service 'web' has the launchType FARGATE, and the service definition EC2: ECS changes no service's launchType. Correct the file, or create another service under another name and delete this one.")]
    public void What_neither_ECS_nor_the_appspec_gives_such_a_service_is_said(string definition, string appspec, string refusal) =>
        Assert.That(string.Join('\n', new ServiceDefinition(Json(definition)).Refusals(ByCodeDeploy, appspec)), Is.EqualTo(refusal));

    [Test]
    public void Tags_are_added_and_none_is_removed() =>
        Assert.That(new ServiceDefinition(Json("""{"tags":[{"key":"team","value":"store"},{"key":"new"},{"key":"own","value":"kept"}]}""")).TagsMissingOf(Service), Is.EqualTo(new Dictionary<string, string> { ["team"] = "store", ["new"] = "" }));

    [TestCase("{", "taskdefs/web.json:1:2: this is not a service definition: ")]
    [TestCase("[]", "taskdefs/web.json:1:1: this is not a service definition: it is no JSON object.")]
    public void What_is_no_service_definition_is_said_with_its_place(string text, string message) =>
        Assert.That(() => ServiceDefinition.Parse(text, "taskdefs/web.json"), Throws.TypeOf<TaskDefinitionException>().With.Message.StartsWith(message));

    private static JsonObject ByCodeDeploy
    {
        get
        {
            var service = Service.DeepClone().AsObject();
            service["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" };
            service["taskSets"] = JsonNode.Parse("""[{"status":"PRIMARY","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-9"]}}}]""");
            return service;
        }
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
