using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Instances;

/// <summary>Where tasks are placed when this machine stands for several container instances.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PlacementOnInstancesTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "cpu": 512}]""";
    private const string WithPort = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80, "hostPort": 8080}]}]""";
    private const string Troubleshooting = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
    private const string Unplaced = "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance";

    [TestCase("", 4, "0 1 2 0")]
    [TestCase("""{"type": "spread", "field": "instanceId"}""", 4, "0 1 2 0")]
    [TestCase("""{"type": "spread", "field": "host"}""", 3, "0 1 2")]
    [TestCase("""{"type": "binpack", "field": "memory"}""", 4, "0 0 1 1")]
    [TestCase("""{"type": "binpack", "field": "cpu"}""", 3, "0 0 1")]
    [TestCase("""{"type": "spread", "field": "attribute:stack"}""", 4, "0 1 0 1")]
    [TestCase("""{"type": "spread", "field": "attribute:stack"}, {"type": "binpack", "field": "memory"}""", 4, "0 1 0 1")]
    public void Tasks_go_where_the_strategy_of_the_service_wants_them(string strategies, int desired, string numbers)
    {
        var rig = Rig(new() { Instances = 3, InstanceMemory = 1024 });
        Put(rig, 0, "stack", "blue");
        Put(rig, 1, "stack", "green");
        Put(rig, 2, "stack", "green");

        Create(rig, desired, $$""" "placementStrategy": [{{strategies}}] """);

        Assert.That(Numbers(rig), Is.EqualTo(numbers));
    }

    [Test]
    public void At_random_every_instance_with_room_has_its_turn()
    {
        var rig = Rig(new() { Instances = 2, InstanceMemory = 512 });

        Create(rig, 2, """ "placementStrategy": [{"type": "random"}] """);

        Assert.That(rig.Tasks.Select(task => task.InstanceNumber), Is.EquivalentTo(new[] { 0, 1 }));
    }

    [TestCase(1, "0")]
    [TestCase(2, "0 1")]
    public void More_tasks_than_distinct_instances_are_not_placed_and_the_deployment_does_not_complete(int instances, string numbers)
    {
        var rig = Rig(new() { Instances = instances });

        Create(rig, instances + 1, """ "placementConstraints": [{"type": "distinctInstance"}] """);
        rig.Pass(60);

        Assert.That(Numbers(rig), Is.EqualTo(numbers));
        Assert.That(rig.Events(), Has.One.EqualTo($"{Unplaced} {rig.InstanceOf(0)}) encountered error \"DistinctInstance placement constraint unsatisfied.\". {Troubleshooting}"));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.InProgress));
    }

    [Test]
    public void A_task_waits_for_an_instance_that_its_expression_chooses()
    {
        var rig = Rig(new() { Instances = 2 });

        Create(rig, 1, """ "placementConstraints": [{"type": "memberOf", "expression": "attribute:stack == prod"}] """);
        var events = rig.Events();
        Put(rig, 1, "stack", "prod");

        Assert.That(events, Is.EqualTo(new[] { $"{Unplaced} {rig.InstanceOf(0)}) encountered error \"MemberOf placement constraint unsatisfied.\". {Troubleshooting}" }));
        Assert.That(Numbers(rig), Is.EqualTo("1"));
    }

    [Test]
    public void A_task_definition_has_constraints_of_its_own()
    {
        var rig = Rig(new() { Instances = 2 });
        rig.Call("RegisterTaskDefinition", $$"""
            {"family": "web", "memory": "512", "containerDefinitions": {{Web}}, "placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.availability-zone == eu-west-2b"}]}
            """);

        Create(rig, 1, "\"tags\": []");

        Assert.That(Numbers(rig), Is.EqualTo("1"));
    }

    [Test]
    public void A_host_port_is_there_once_on_each_instance_and_is_this_machines_on_the_first()
    {
        var rig = Rig(new() { Instances = 2 });
        rig.Register(WithPort);

        Create(rig, 3, "\"tags\": []");

        Assert.That(rig.Engine.Started.Select(task => task.HasMachinePorts), Is.EqualTo(new[] { true, false }));
        Assert.That(rig.Events(), Has.One.EqualTo($"{Unplaced} {rig.InstanceOf(0)}) is already using a port required by your task. {Troubleshooting}"));
    }

    [Test]
    public void In_network_mode_host_all_instances_are_one_machine()
    {
        var rig = Rig(new() { Instances = 2 });
        rig.Call("RegisterTaskDefinition", """
            {"family": "web", "memory": "512", "networkMode": "host", "containerDefinitions": [{"name": "web", "image": "w", "portMappings": [{"containerPort": 8080}]}]}
            """);

        Create(rig, 2, "\"tags\": []");

        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
        Assert.That(rig.Events(), Has.One.Contains("is this machine, as all container instances of LocalAws, and in network mode host another one is already using a port required by your task."));
    }

    [Test]
    public void A_daemon_has_one_task_on_each_instance_that_its_expression_chooses()
    {
        var rig = Rig(new() { Instances = 3 });
        Put(rig, 0, "stack", "prod");
        Put(rig, 2, "stack", "prod");

        rig.Call("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "schedulingStrategy": "DAEMON", "placementConstraints": [{"type": "memberOf", "expression": "attribute:stack == prod"}]}
            """);
        var first = Numbers(rig);
        rig.Pass(10);
        var completed = rig.Service().Primary.RolloutState;
        Put(rig, 1, "stack", "prod");
        var second = Numbers(rig);
        rig.Pass(10);
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "forceNewDeployment": true}""");
        rig.Pass(10);

        Assert.That((first, completed, second), Is.EqualTo(("0 2", RolloutState.Completed, "0 1 2")));
        Assert.That(Numbers(rig), Is.EqualTo("0 1 2"));
        Assert.That((rig.Service().DesiredCount, rig.Tasks.Count(task => task.IsStopped)), Is.EqualTo((3, 3)));
    }

    [Test]
    public void A_daemon_leaves_the_instances_that_its_expression_no_longer_chooses()
    {
        var rig = Rig(new() { Instances = 3 });
        Put(rig, 0, "stack", "prod");
        Put(rig, 1, "stack", "prod");
        rig.Call("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "schedulingStrategy": "DAEMON", "placementConstraints": [{"type": "memberOf", "expression": "attribute:stack == prod"}]}
            """);
        rig.Pass(10);

        Put(rig, 0, "stack", "test");
        var fewer = Numbers(rig);
        rig.Call("PutAttributes", $$"""
            {"cluster": "local", "attributes": [
                {"name": "stack", "value": "test", "targetId": "{{rig.InstanceOf(1)}}", "targetType": "container-instance"},
                {"name": "stack", "value": "prod", "targetId": "{{rig.InstanceOf(2)}}", "targetType": "container-instance"}]}
            """);
        rig.Pass(10);

        Assert.That((fewer, Numbers(rig)), Is.EqualTo(("1", "2")));
    }

    [TestCase("""{"type": "memberOf", "expression": "attribute:stack == prod"}""", "MemberOf placement constraint unsatisfied.")]
    [TestCase("""{"type": "distinctInstance"}""", "DistinctInstance placement constraint unsatisfied.")]
    public void RunTask_tells_which_constraint_was_not_met(string constraint, string reason)
    {
        var rig = Rig(new() { Instances = 1 });
        rig.Call("RunTask", """{"cluster": "local", "taskDefinition": "web"}""");

        var answer = rig.Call("RunTask", $$"""{"cluster": "local", "taskDefinition": "web", "placementConstraints": [{{constraint}}]}""");

        Assert.That(answer["failures"]!.ToJsonString(), Is.EqualTo($$"""[{"arn":"arn:aws:ecs:eu-west-2:123456789012:container-instance/local/{{rig.InstanceOf(0)}}","reason":"{{reason}}"}]"""));
    }

    [TestCase("""{"type": "spread", "field": "cpu"}""", "spread field 'cpu' is invalid.")]
    [TestCase("""{"type": "binpack", "field": "instanceId"}""", "binpack field 'instanceId' is invalid.")]
    [TestCase("""{"type": "random", "field": "cpu"}""", "random field should not be specified.")]
    [TestCase("""{"type": "tight"}""", "Placement strategy type 'tight' is not one of binpack, random and spread.")]
    public void A_strategy_that_is_none_is_refused(string strategy, string message) =>
        Assert.That(() => Create(Rig(new()), 1, $$""" "placementStrategy": [{{strategy}}] """), Throws.Exception.With.Message.EqualTo(message));

    [Test]
    public void Tasks_and_instances_tell_of_each_other()
    {
        var rig = Rig(new() { Instances = 2, InstanceMemory = 1000 });
        Create(rig, 2, "\"tags\": []");

        var described = rig.Call("DescribeContainerInstances", $$"""{"cluster": "local", "containerInstances": ["{{rig.InstanceOf(1)}}"]}""")["containerInstances"]![0]!;
        var listed = rig.Call("ListTasks", $$"""{"cluster": "local", "containerInstance": "{{described["containerInstanceArn"]}}"}""")["taskArns"]!.AsArray();
        var cluster = rig.Call("DescribeClusters", """{"clusters": ["local"]}""")["clusters"]![0]!;

        Assert.That($"{described["runningTasksCount"]} {described["remainingResources"]![1]!["integerValue"]} {cluster["registeredContainerInstancesCount"]}", Is.EqualTo("1 488 2"));
        Assert.That(listed.Select(arn => (string)arn!), Is.EqualTo(new[] { rig.Tasks[1].Arn }));
        Assert.That((string?)rig.Describe(2)["containerInstanceArn"], Is.EqualTo((string?)described["containerInstanceArn"]));
        Assert.That(described["attributes"]!.AsArray().Select(attribute => $"{attribute!["name"]}={attribute["value"]}"), Has.Member("ecs.availability-zone=eu-west-2b").And.Member("ecs.os-type=linux"));
    }

    private static string Numbers(EcsRig rig) => string.Join(' ', rig.Tasks.Where(task => !task.StopRequested).Select(task => task.InstanceNumber).OrderBy(number => rig.Service().IsDaemon ? number : 0));

    private static void Put(EcsRig rig, int instance, string name, string value) => rig.Call("PutAttributes", $$"""
        {"cluster": "local", "attributes": [{"name": "{{name}}", "value": "{{value}}", "targetId": "{{rig.InstanceOf(instance)}}", "targetType": "container-instance"}]}
        """);

    private static void Create(EcsRig rig, int desired, string members) => rig.Call("CreateService", $$"""
        {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, {{members}}}
        """);

    private static EcsRig Rig(EcsSettings settings)
    {
        var rig = new EcsRig(settings);
        rig.Register(Web);
        return rig;
    }
}
