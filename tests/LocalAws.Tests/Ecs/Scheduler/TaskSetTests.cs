using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class TaskSetTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80}]}]""";
    private const string Service = "\"cluster\": \"local\", \"service\": \"web\"";
    private static readonly TargetHealth Healthy = new(TargetState.Healthy);

    private static EcsRig Serve(int desired = 2)
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, "deploymentController": {"type": "CODE_DEPLOY"},
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}]}
            """);
        return rig;
    }

    private static string Create(EcsRig rig, int scale = 100) => (string)rig.Call("CreateTaskSet", $$"""
        { {{Service}}, "taskDefinition": "web", "scale": {"value": {{scale}}, "unit": "PERCENT"}, "externalId": "d-1",
          "loadBalancers": [{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}]}
        """)["taskSet"]!["id"]!;

    private static JsonNode Described(EcsRig rig, int index) => rig.Call("DescribeTaskSets", $$"""{ {{Service}} }""")["taskSets"]![index]!;

    [Test]
    public void A_service_of_CodeDeploy_begins_with_a_primary_task_set_and_no_deployment()
    {
        var rig = Serve();
        rig.Observe(1, Healthy);
        rig.Observe(2, Healthy);

        var service = rig.Call("DescribeServices", """{"cluster": "local", "services": ["web"]}""")["services"]![0]!;

        Assert.That(service["deployments"]!.AsArray(), Is.Empty);
        Assert.That(
            ((string?)service["taskSets"]![0]!["status"], (int?)service["taskSets"]![0]!["computedDesiredCount"], (string?)service["taskSets"]![0]!["stabilityStatus"]),
            Is.EqualTo(("PRIMARY", 2, "STEADY_STATE")));
        Assert.That(rig.Events()[^1], Is.EqualTo("(service web) has reached a steady state."));
    }

    [Test]
    public void A_second_task_set_runs_beside_the_first_at_its_scale()
    {
        var rig = Serve();

        Create(rig, 50);

        Assert.That(rig.Tasks.Select(task => task.BalancedPorts[0].TargetGroupArn), Is.EqualTo(new[] { "blue", "blue", "green" }));
        Assert.That(((string?)Described(rig, 1)["status"], (string?)Described(rig, 1)["stabilityStatus"]), Is.EqualTo(("ACTIVE", "STABILIZING")));
    }

    [Test]
    public void A_primary_changes_and_the_deleted_one_leaves_when_its_tasks_have_stopped()
    {
        var rig = Serve();
        var first = (string)Described(rig, 0)["id"]!;
        var second = Create(rig);

        rig.Call("UpdateServicePrimaryTaskSet", $$"""{ {{Service}}, "primaryTaskSet": "{{second}}"}""");
        rig.Call("DeleteTaskSet", $$"""{ {{Service}}, "taskSet": "{{first}}", "force": true}""");

        var left = rig.Call("DescribeTaskSets", $$"""{ {{Service}} }""")["taskSets"]!.AsArray();
        Assert.That(left.Select(taskSet => ((string?)taskSet!["id"], (string?)taskSet["status"])), Is.EqualTo(new[] { (second, "PRIMARY") }));
        Assert.That(rig.Tasks.Select(task => task.LastStatus),
            Is.EqualTo(new[] { EcsTaskStatus.Stopped, EcsTaskStatus.Stopped, EcsTaskStatus.Running, EcsTaskStatus.Running }));
    }

    [Test]
    public void A_task_set_whose_expression_cannot_be_evaluated_is_refused()
    {
        var rig = Serve();
        rig.Call("RegisterTaskDefinition", $$"""
            {"family": "web", "memory": "512", "containerDefinitions": {{Web}}, "placementConstraints": [{"type": "memberOf", "expression": "agentVersion > 1.5"}]}
            """);

        Assert.That(() => Create(rig), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(
            "LocalAws does not emulate 'agentVersion' of the expression 'agentVersion > 1.5'; run this against AWS, or leave it out with --env=local."));
        Assert.That(rig.Service().Deployments, Has.Count.EqualTo(1));
    }

    [TestCase("taskDefinition", "\"web\"", "task definition")]
    [TestCase("serviceRegistries", "[]", "serviceRegistries")]
    public void What_is_for_CodeDeploy_to_change(string member, string value, string name)
    {
        var rig = Serve();

        Assert.That(
            () => rig.Call("UpdateService", $$"""{ {{Service}}, "{{member}}": {{value}}}"""),
            Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(
                $"Unable to update {name} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."));
    }

    [Test]
    public void A_task_set_that_is_created_again_with_its_token_is_the_same()
    {
        var rig = Serve();
        var request = $$"""{ {{Service}}, "taskDefinition": "web", "clientToken": "once", "scale": {"value": 0, "unit": "PERCENT"} }""";

        var first = rig.Call("CreateTaskSet", request);
        var second = rig.Call("CreateTaskSet", request);

        Assert.That((string?)second["taskSet"]!["id"], Is.EqualTo((string?)first["taskSet"]!["id"]));
    }
}
