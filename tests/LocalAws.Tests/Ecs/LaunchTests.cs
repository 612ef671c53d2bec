using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>Where tasks run and with what network: as RunTask and UpdateService are told, and what the tasks show of it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LaunchTests
{
    private const string Web = """[{"name": "web", "image": "shop", "portMappings": [{"containerPort": 80}]}]""";

    [TestCase("", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")]
    [TestCase("\"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": []}}, ", "subnets can not be empty.")]
    [TestCase("\"networkConfiguration\": {\"awsvpcConfiguration\": {\"subnets\": [\"vpc-1\"]}}, ", "Error retrieving subnet information for [vpc-1]: Invalid id: \"vpc-1\" (ErrorCode: InvalidSubnetID.Malformed)")]
    public void A_task_of_its_own_needs_a_network_that_can_be(string members, string message)
    {
        var rig = Rig();

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("RunTask", $$"""{ {{members}}"cluster": "local", "taskDefinition": "vpc", "launchType": "FARGATE"}"""));

        Assert.That((refused!.Code, refused.Message, rig.Tasks.Count), Is.EqualTo(("InvalidParameterException", message, 0)));
    }

    [TestCase("""{"subnets": ["vpc-1"]}""", "Error retrieving subnet information for [vpc-1]: Invalid id: \"vpc-1\" (ErrorCode: InvalidSubnetID.Malformed)")]
    [TestCase("""{"subnets": []}""", "subnets can not be empty.")]
    public void An_update_to_a_network_that_cannot_be_is_refused_and_changes_nothing(string network, string message)
    {
        var rig = Rig();
        Create(rig, "subnet-0a");

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("UpdateService", $$"""{"cluster": "local", "service": "web", "networkConfiguration": {"awsvpcConfiguration": {{network}} } }"""));

        var service = rig.Call("DescribeServices", """{"cluster": "local", "services": ["web"]}""")["services"]![0]!;
        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidParameterException", message)));
        Assert.That(service["networkConfiguration"]!["awsvpcConfiguration"]!["subnets"]!.ToJsonString(), Is.EqualTo("""["subnet-0a"]"""));
        Assert.That(rig.Service().Deployments, Has.Count.EqualTo(1));
    }

    [Test]
    public void Tasks_of_a_service_are_in_its_subnets_in_turn()
    {
        var rig = Rig();

        Create(rig, "subnet-0a\", \"subnet-0b", desired: 3);

        var subnets = Enumerable.Range(1, 3).Select(task => rig.Describe(task)["attachments"]![0]!["details"]!.AsArray().Single(detail => (string?)detail!["name"] == "subnetId")!["value"]!.GetValue<string>());
        Assert.That(subnets.Order(), Is.EqualTo(new[] { "subnet-0a", "subnet-0a", "subnet-0b" }).Or.EqualTo(new[] { "subnet-0a", "subnet-0b", "subnet-0b" }));
    }

    [Test]
    public void A_task_shows_the_ephemeral_storage_that_was_asked_for()
    {
        var rig = Rig(""" "ephemeralStorage": {"sizeInGiB": 50}, """);

        Create(rig, "subnet-0a");

        Assert.That(rig.Describe(1)["ephemeralStorage"]!.ToJsonString(), Is.EqualTo("""{"sizeInGiB":50}"""));
    }

    [Test]
    public void A_task_that_asks_for_ephemeral_storage_does_not_run_on_an_instance()
    {
        var rig = Rig(""" "ephemeralStorage": {"sizeInGiB": 50}, """);

        var refused = Assert.Throws<AwsErrorException>(() => rig.Call("RunTask", """
            {"cluster": "local", "taskDefinition": "vpc", "launchType": "EC2", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a"]}}}
            """));

        Assert.That((refused!.Message, rig.Tasks.Count), Is.EqualTo(("Tasks using the EC2 launch type do not support EphemeralStorage", 0)));
    }

    [Test]
    public void A_service_of_launch_type_EXTERNAL_runs_its_tasks_on_an_instance()
    {
        var rig = Rig();

        var created = rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "bridge", "desiredCount": 1, "launchType": "EXTERNAL"}""")["service"]!;
        rig.Pass(5);

        var task = rig.Describe(1);
        Assert.That($"{created["launchType"]} {created["deployments"]![0]!["launchType"]} {created["platformVersion"]}", Is.EqualTo("EXTERNAL EXTERNAL "));
        Assert.That($"{task["lastStatus"]} {task["launchType"]} {EcsArns.NameOf($"{task["containerInstanceArn"]}")}", Is.EqualTo($"RUNNING EXTERNAL {rig.ContainerInstance}"));
        Assert.That(rig.Work, Does.Contain("start web"));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.Completed));
    }

    private static void Create(EcsRig rig, string subnets, int desired = 1) => rig.Call("CreateService", $$"""
        {"cluster": "local", "serviceName": "web", "taskDefinition": "vpc", "desiredCount": {{desired}}, "launchType": "FARGATE",
         "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["{{subnets}}"]} } }
        """);

    private static EcsRig Rig(string members = "")
    {
        var rig = new EcsRig();
        rig.Call("RegisterTaskDefinition", $$"""{"family": "vpc", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], {{members}}"cpu": "256", "memory": "512", "containerDefinitions": {{Web}}}""");
        rig.Register(Web, "bridge");
        return rig;
    }
}
