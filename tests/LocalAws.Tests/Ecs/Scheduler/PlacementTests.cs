using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class PlacementTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "cpu": 512}]""";

    [TestCase(1000, null, "has insufficient CPU units available")]
    [TestCase(null, 1000, "has insufficient memory available")]
    public void A_task_waits_for_what_the_instance_lacks(int? cpu, int? memory, string obstacle)
    {
        var rig = new EcsRig(new EcsSettings { InstanceCpu = cpu, InstanceMemory = memory });

        rig.Serve(Web, 2);

        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
        Assert.That(rig.Events(), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-1).",
            "(service web) was unable to place a task because no container instance met all of its requirements. "
            + $"The closest matching (container-instance {rig.ContainerInstance}) {obstacle}. "
            + "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
        }));
    }

    [Test]
    public void A_task_is_placed_when_another_has_made_room()
    {
        var rig = new EcsRig(new EcsSettings { InstanceMemory = 1000 });
        rig.Serve(Web, 2);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");
        rig.Serve(Web, 1, "{}", "other");

        Assert.That(rig.Tasks.Select(task => (task.Service, task.IsStopped)), Is.EqualTo(new[] { ("web", true), ("other", false) }));
    }

    [Test]
    public void A_service_that_cannot_be_scheduled_does_not_stop_the_others()
    {
        var rig = new EcsRig { ToleratesFailures = true };
        rig.Serve(Web, 1, "{}", "broken");
        rig.Service("broken").Definition["placementConstraints"] = JsonNode.Parse("""[{"type": "memberOf", "expression": "("}]""");

        rig.Call("UpdateService", """{"cluster": "local", "service": "broken", "desiredCount": 2}""");
        rig.Serve(Web, 1);
        rig.Pass(60);

        Assert.That(rig.Tasks.Select(task => task.Service), Is.EqualTo(new[] { "broken", "web" }));
        Assert.That(rig.Events("broken"), Has.One.EqualTo("(service broken) cannot be scheduled by LocalAws: Invalid expression '(': a subject is missing."));
    }
}
