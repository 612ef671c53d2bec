using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class TaskLifecycleTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";

    private const string Chain = """
        [
          {"name": "nginx", "image": "n", "links": ["app"]},
          {"name": "app", "image": "a", "stopTimeout": 7, "dependsOn": [{"containerName": "redis", "condition": "HEALTHY"}, {"containerName": "setup", "condition": "SUCCESS"}]},
          {"name": "redis", "image": "r", "healthCheck": {"command": ["CMD", "redis-cli", "ping"]}},
          {"name": "setup", "image": "s", "essential": false}
        ]
        """;

    private const string WithSidecar = """[{"name": "web", "image": "w"}, {"name": "cron", "image": "c", "essential": false}]""";

    [Test]
    public void Containers_start_when_the_conditions_of_their_dependencies_are_met()
    {
        var rig = new EcsRig();

        rig.Serve(Chain);
        var atFirst = Starts(rig);
        rig.Observe(1, "redis", container => container with { Health = HealthStatus.Healthy });
        var afterHealthy = Starts(rig);
        rig.Observe(1, "setup", container => container.Exited(0));

        Assert.That(atFirst, Is.EqualTo(new[] { "start redis", "start setup" }));
        Assert.That(afterHealthy, Is.EqualTo(atFirst));
        Assert.That(Starts(rig), Is.EqualTo(new[] { "start redis", "start setup", "start app", "start nginx" }));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Running));
    }

    [Test]
    public void Containers_stop_in_the_reverse_order_each_with_its_own_time()
    {
        var rig = new EcsRig();
        rig.Serve(Chain);
        rig.Observe(1, "redis", container => container with { Health = HealthStatus.Healthy });
        rig.Observe(1, "setup", container => container.Exited(0));
        rig.Engine.Work.Clear();

        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}", "reason": "for a test"}""");

        var stops = rig.Work.Where(work => work.StartsWith("stop", StringComparison.Ordinal) || work.StartsWith("release", StringComparison.Ordinal));
        Assert.That(stops, Is.EqualTo(new[] { "stop nginx 30", "stop app 7", "stop redis 30", "release task-1" }));
        Assert.That((rig.Tasks[0].StopCode, rig.Tasks[0].StoppedReason), Is.EqualTo((StopCodes.UserInitiated, "for a test")));
    }

    [TestCase(HealthStatus.Unknown)]
    [TestCase(HealthStatus.Healthy)]
    public void A_container_that_has_ended_keeps_the_health_that_it_had(HealthStatus health)
    {
        var rig = new EcsRig();
        rig.Serve("""[{"name": "web", "image": "w", "healthCheck": {"command": ["CMD", "true"]}}]""");
        rig.Observe(1, "web", container => container with { Health = health });

        rig.Observe(1, "web", container => container.Exited(3) with { Health = HealthStatus.Unhealthy });

        var ended = rig.Tasks[0].Containers[0];
        Assert.That((ended.ExitCode, ended.Health), Is.EqualTo((3, health)));
    }

    [TestCase(HealthStatus.Healthy)]
    [TestCase(HealthStatus.Unhealthy)]
    public void A_look_that_comes_late_does_not_take_the_health_back(HealthStatus health)
    {
        var rig = new EcsRig();
        rig.Serve("""[{"name": "web", "image": "w", "healthCheck": {"command": ["CMD", "true"]}}]""");
        rig.Observe(1, "web", container => container with { Health = health });

        rig.Observe(1, "web", container => container with { Health = HealthStatus.Unknown });

        Assert.That(rig.Tasks[0].Containers[0].Health, Is.EqualTo(health));
    }

    [Test]
    public void A_dependency_that_does_not_succeed_fails_the_task()
    {
        var rig = new EcsRig();
        rig.Engine.Ends["setup"] = 3;

        rig.Serve(Chain);

        Assert.That(rig.Tasks[0].StopCode, Is.EqualTo(StopCodes.TaskFailedToStart));
        Assert.That(rig.Tasks[0].StoppedReason, Is.EqualTo("Container 'app' depends on 'setup' with condition SUCCESS, which cannot be met: it ended with exit code 3"));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Stopped));
    }

    [Test]
    public void A_dependency_that_is_not_healthy_within_its_start_timeout_fails_the_task()
    {
        var rig = new EcsRig();
        rig.Serve("""
            [
              {"name": "app", "image": "a", "dependsOn": [{"containerName": "redis", "condition": "HEALTHY"}]},
              {"name": "redis", "image": "r", "startTimeout": 20, "healthCheck": {"command": ["CMD", "true"]}}
            ]
            """);

        rig.Pass(20);

        Assert.That(rig.Tasks[0].StoppedReason, Is.EqualTo("Container 'app' depends on 'redis' with condition HEALTHY, which cannot be met: its startTimeout of 20 s is over"));
    }

    [Test]
    public void An_essential_container_that_ends_takes_the_task_with_it()
    {
        var rig = new EcsRig();
        rig.Serve(WithSidecar);
        rig.Engine.Work.Clear();

        rig.Observe(1, "web", container => container.Exited(1));

        var task = rig.Tasks[0];
        Assert.That((task.LastStatus, task.StopCode, task.StoppedReason), Is.EqualTo((EcsTaskStatus.Stopped, StopCodes.EssentialContainerExited, "Essential container in task exited")));
        Assert.That(task.Containers.Select(container => (container.Name, container.ExitCode)), Is.EqualTo(new[] { ("web", (int?)1), ("cron", 143) }));
        Assert.That(rig.Work, Is.EqualTo(new[] { "stop cron 30", "release task-1, keep containers" }));
    }

    [Test]
    public void A_container_that_is_not_essential_may_end()
    {
        var rig = new EcsRig();
        rig.Serve(WithSidecar);

        rig.Observe(1, "cron", container => container.Exited(1));

        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Running));
        Assert.That(rig.Tasks[0].Containers.Select(container => container.Phase), Is.EqualTo(new[] { ContainerPhase.Running, ContainerPhase.Stopped }));
    }

    [TestCase("provision", "ResourceInitializationError: no such key", "ResourceInitializationError: no such key", null)]
    [TestCase("pull web", "CannotPullContainerError: manifest unknown", "CannotPullContainerError: manifest unknown", "CannotPullContainerError: manifest unknown")]
    [TestCase("start web", "CannotStartContainerError: port is already allocated", "Task failed to start", "CannotStartContainerError: port is already allocated")]
    public void A_task_that_cannot_be_started_says_why(string work, string failure, string stoppedReason, string? containerReason)
    {
        var rig = new EcsRig();
        rig.Engine.Failures[work] = failure;

        rig.Serve(Web);

        var task = rig.Tasks[0];
        Assert.That(
            (task.LastStatus, task.StopCode, task.StoppedReason, task.Containers[0].Reason),
            Is.EqualTo((EcsTaskStatus.Stopped, StopCodes.TaskFailedToStart, stoppedReason, containerReason)));
    }

    [Test]
    public void A_container_that_was_killed_for_its_memory_says_so()
    {
        var rig = new EcsRig();
        rig.Serve(Web);

        rig.Observe(1, "web", container => container.Exited(137) with { OutOfMemory = true });

        Assert.That((rig.Tasks[0].Containers[0].ExitCode, rig.Tasks[0].Containers[0].Reason), Is.EqualTo(((int?)137, "OutOfMemoryError: Container killed due to memory usage")));
    }

    [Test]
    public void A_task_that_is_stopped_while_an_image_comes_does_not_wait_for_it()
    {
        var rig = new EcsRig();
        rig.Engine.Held.Add("pull web");
        rig.Serve(Web);

        rig.Call("DeleteService", """{"cluster": "local", "service": "web", "force": true}""");

        Assert.That(rig.Work, Is.EqualTo(new[] { "provision", "pull web", "abandon", "release task-1" }));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Stopped));
    }

    [TestCase("provision", "provision, pull web, start web")]
    [TestCase("pull web", "pull web, start web")]
    [TestCase("start web", "start web")]
    public void A_process_that_starts_again_goes_on_where_the_last_one_was(string interrupted, string expected)
    {
        var rig = new EcsRig();
        rig.Engine.Held.Add(interrupted);
        rig.Serve(Web);

        rig.Engine.Held.Clear();
        rig.Restart();
        rig.Pass(5);

        Assert.That(string.Join(", ", rig.Work), Is.EqualTo(expected));
        Assert.That(rig.Events()[^1], Is.EqualTo("(service web) has reached a steady state."));
    }

    [Test]
    public void A_process_that_starts_again_stops_what_the_last_one_was_stopping()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Engine.Held.Add("stop web");
        rig.Call("DeleteService", """{"cluster": "local", "service": "web", "force": true}""");

        rig.Engine.Held.Clear();
        rig.Restart();

        Assert.That(rig.Work, Is.EqualTo(new[] { "stop web 30", "release task-1" }));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Stopped));
    }

    [Test]
    public void Stopped_tasks_are_forgotten_after_an_hour_and_the_containers_of_failed_ones_before()
    {
        var rig = new EcsRig();
        rig.Engine.Ends["web"] = 1;
        rig.Serve(Web);
        rig.Pass(10);
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "desiredCount": 0}""");
        var kept = rig.Tasks.Count(task => !task.ContainersRemoved);
        var described = rig.Tasks.Count;

        rig.Pass(3600);

        Assert.That((kept, described), Is.EqualTo((3, 4)));
        Assert.That(rig.Tasks, Is.Empty);
    }

    private static string[] Starts(EcsRig rig) => [.. rig.Work.Where(work => work.StartsWith("start", StringComparison.Ordinal))];
}
