using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class RollingUpdateTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";
    private const string WebOnPort80 = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80, "hostPort": 80}]}]""";
    private const string WebWithCheck = """[{"name": "web", "image": "shop.web", "healthCheck": {"command": ["CMD", "true"]}}]""";

    [Test]
    public void A_new_service_is_complete_when_its_task_has_run_for_the_stability_time()
    {
        var rig = new EcsRig();

        rig.Serve(Web);
        var before = (rig.Tasks[0].LastStatus, rig.Service().Primary.RolloutState);
        rig.Pass(5);

        Assert.That(before, Is.EqualTo((EcsTaskStatus.Running, RolloutState.InProgress)));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.Completed));
        Assert.That(rig.Service().Primary.RolloutStateReason, Is.EqualTo($"ECS deployment {rig.Service().Primary.Id} completed."));
        Assert.That(rig.Work, Is.EqualTo(new[] { "provision", "pull web", "start web" }));
        Assert.That(rig.Events(), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-1).",
            "(service web) (deployment deployment-1) deployment completed.",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void An_update_starts_the_new_task_first_and_stops_the_old_one_when_the_new_one_is_stable()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Pass(5);

        rig.Update(Web);
        var together = rig.Tasks.Select(task => (task.LastStatus, task.StopRequested)).ToArray();
        var statuses = rig.Service().Deployments.Select(deployment => deployment.TaskDefinitionArn[^1]).ToArray();
        rig.Pass(5);

        Assert.That(together, Is.EqualTo(new[] { (EcsTaskStatus.Running, false), (EcsTaskStatus.Running, false) }));
        Assert.That(statuses, Is.EqualTo(new[] { '2', '1' }));
        Assert.That(rig.Service().Deployments, Has.Count.EqualTo(1));
        Assert.That(rig.Work.Skip(3), Is.EqualTo(new[] { "provision", "pull web", "start web", "stop web 30", "release task-1" }));
        Assert.That(rig.Events().Skip(3), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-2).",
            "(service web) has stopped 1 running tasks: (task task-1).",
            "(service web) (deployment deployment-1) deployment completed.",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void An_update_waits_for_the_host_port_of_the_old_task_which_stays()
    {
        var rig = new EcsRig();
        rig.Serve(WebOnPort80);
        rig.Pass(5);

        rig.Update(WebOnPort80);
        rig.Pass(600);

        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Running }));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.InProgress));
        Assert.That(rig.Events().Skip(3), Is.EqualTo(new[]
        {
            "(service web) was unable to place a task because no container instance met all of its requirements. "
            + $"The closest matching (container-instance {rig.ContainerInstance}) is already using a port required by your task. "
            + "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
        }));
    }

    [Test]
    public void An_update_stops_the_old_task_first_where_none_has_to_stay()
    {
        var rig = new EcsRig();
        rig.Serve(WebOnPort80, 1, """{"minimumHealthyPercent": 0, "maximumPercent": 100}""");
        rig.Pass(5);

        rig.Update(WebOnPort80);

        Assert.That(rig.Work.Skip(3), Is.EqualTo(new[] { "stop web 30", "release task-1", "provision", "pull web", "start web" }));
        Assert.That(rig.Events().Skip(3), Is.EqualTo(new[]
        {
            "(service web) has stopped 1 running tasks: (task task-1).",
            "(service web) has started 1 tasks: (task task-2).",
        }));
    }

    [Test]
    public void An_update_gets_nowhere_where_no_task_may_stop_and_none_may_be_added()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 1, """{"minimumHealthyPercent": 50, "maximumPercent": 100}""");
        rig.Pass(5);

        rig.Update(Web);
        rig.Pass(600);

        Assert.That((rig.Tasks.Count, rig.Service().Primary.RolloutState), Is.EqualTo((1, RolloutState.InProgress)));
    }

    [Test]
    public void An_update_of_four_tasks_keeps_the_healthy_minimum_and_the_maximum()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 4, """{"minimumHealthyPercent": 75, "maximumPercent": 125}""");
        rig.Pass(5);
        rig.Engine.Held.Add("stop web");

        rig.Update(Web);

        Assert.That(rig.Tasks.Count(task => task.StopRequested), Is.EqualTo(1));
        Assert.That(rig.Tasks.Count(task => !task.StopRequested), Is.EqualTo(5));
    }

    [Test]
    public void A_service_with_health_checks_waits_for_them_and_not_for_the_stability_time()
    {
        var rig = new EcsRig();
        rig.Serve(WebWithCheck);

        rig.Pass(60);
        var before = rig.Service().Primary.RolloutState;
        rig.Observe(1, "web", container => container with { Health = HealthStatus.Healthy });

        Assert.That(before, Is.EqualTo(RolloutState.InProgress));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.Completed));
    }

    [Test]
    public void A_task_whose_health_check_fails_is_replaced()
    {
        var rig = new EcsRig();
        rig.Serve(WebWithCheck);

        rig.Observe(1, "web", container => container with { Health = HealthStatus.Unhealthy });
        rig.Pass(1);

        Assert.That((rig.Tasks[0].StopCode, rig.Tasks[0].StoppedReason), Is.EqualTo((StopCodes.ServiceSchedulerInitiated, "Task failed container health checks")));
        Assert.That(rig.Service().Primary.FailedTasks, Is.EqualTo(1));
        Assert.That(rig.Events(), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-1).",
            "(service web) (task task-1) failed container health checks.",
            "(service web) has started 1 tasks: (task task-2).",
        }));
    }

    [Test]
    public void A_lowered_desired_count_stops_the_newest_tasks()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 3);
        rig.Pass(5);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 1}""");

        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Running, EcsTaskStatus.Stopped, EcsTaskStatus.Stopped }));
        Assert.That(rig.Events().TakeLast(2), Is.EqualTo(new[]
        {
            "(service web) has stopped 2 running tasks: (task task-3) (task task-2).",
            "(service web) has reached a steady state.",
        }));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.Completed));
    }

    [Test]
    public void A_task_is_not_placed_beside_one_that_has_its_host_port()
    {
        var rig = new EcsRig();
        rig.Serve(WebOnPort80);

        rig.Serve(WebOnPort80, name: "other");
        rig.Pass(60);

        Assert.That(rig.Tasks, Has.Count.EqualTo(1));
        Assert.That(rig.Events("other"), Is.EqualTo(new[]
        {
            "(service other) was unable to place a task because no container instance met all of its requirements. "
            + $"The closest matching (container-instance {rig.ContainerInstance}) is already using a port required by your task. "
            + "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
        }));
    }

    [Test]
    public void A_task_that_ends_after_the_rollout_is_replaced_and_not_counted_as_failed()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Pass(5);

        rig.Observe(1, "web", container => container.Exited(1));
        rig.Pass(6);

        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Stopped, EcsTaskStatus.Running }));
        Assert.That((rig.Service().Primary.FailedTasks, rig.Service().Primary.RolloutState), Is.EqualTo((0, RolloutState.Completed)));
        Assert.That(rig.Events().Skip(3), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-2).",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void The_tasks_of_a_deployment_run_the_image_that_its_first_task_found_under_the_tag()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Pass(5);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 2}""");

        Assert.That(rig.Tasks[1].Containers[0].Reference, Does.StartWith("shop.web@sha256:1"));
        Assert.That(rig.Tasks[1].Containers[0].Image, Is.EqualTo("shop.web"));
    }

    [Test]
    public void A_deleted_service_drains_and_becomes_inactive()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Engine.Held.Add("stop web");

        rig.Call("DeleteService", """{"cluster": "local", "service": "web", "force": true}""");
        var before = rig.Service().Status;
        Assert.That(
            () => rig.Call("CreateService", """{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1}"""),
            Throws.Exception.With.Message.EqualTo("Unable to Start a service that is still Draining."));
        rig.Release("stop web");

        Assert.That(before, Is.EqualTo(ServiceStatus.Draining));
        Assert.That(rig.Service().Status, Is.EqualTo(ServiceStatus.Inactive));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Stopped));
    }

    [Test]
    public void A_container_that_someone_removes_ends_its_task()
    {
        var rig = new EcsRig();
        rig.Serve(Web);

        rig.Observe(1, "web", container => container with { State = ContainerState.Gone });

        Assert.That(rig.Tasks[0].StopCode, Is.EqualTo(StopCodes.EssentialContainerExited));
        Assert.That(rig.Tasks[0].Containers[0].Reason, Is.EqualTo("The container was removed from the engine by someone else"));
    }
}
