using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

/// <summary>Containers that the agent starts again by their restart policy.</summary>
public sealed class RestartPolicyTests
{
    private const string Restarted = """
        [
          {"name": "web", "image": "w", "restartPolicy": {"enabled": true, "ignoredExitCodes": [0], "restartAttemptPeriod": 60}},
          {"name": "cron", "image": "c", "essential": false, "restartPolicy": {"enabled": true}}
        ]
        """;

    private EcsRig _rig = null!;

    [SetUp]
    public void Serve()
    {
        _rig = new();
        _rig.Serve(Restarted);
        _rig.Engine.Work.Clear();
    }

    [Test]
    public void One_that_has_run_for_the_attempt_period_is_started_again_and_its_task_runs_on()
    {
        _rig.Pass(60);

        _rig.Observe(1, "web", container => container.Exited(1));

        Assert.That(_rig.Work, Is.EqualTo(new[] { "start web" }));
        Assert.That(State(), Is.EqualTo((EcsTaskStatus.Running, ContainerPhase.Running, (int?)null)));
        Assert.That(_rig.Tasks[0].Containers.Select(container => container.RestartCount), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void Its_attempt_period_begins_anew_with_each_start()
    {
        _rig.Pass(60);
        _rig.Observe(1, "web", container => container.Exited(1));
        _rig.Pass(59);

        _rig.Observe(1, "web", container => container.Exited(2));

        Assert.That(State(), Is.EqualTo((EcsTaskStatus.Stopped, ContainerPhase.Stopped, (int?)2)));
        Assert.That(_rig.Tasks[0].StopCode, Is.EqualTo(StopCodes.EssentialContainerExited));
    }

    [TestCase("web", 59, 1, TestName = "One_that_ends_before_its_attempt_period_stays_ended")]
    [TestCase("cron", 299, 1, TestName = "The_attempt_period_is_five_minutes_where_none_is_written")]
    [TestCase("web", 60, 0, TestName = "One_that_ends_with_an_ignored_exit_code_stays_ended")]
    public void It_stays_ended(string name, int seconds, int exitCode)
    {
        _rig.Pass(seconds);

        _rig.Observe(1, name, container => container.Exited(exitCode));

        Assert.That(_rig.Work, Has.None.StartsWith("start"));
        Assert.That(_rig.Tasks[0].Container(name).Phase, Is.EqualTo(ContainerPhase.Stopped));
    }

    [Test]
    public void What_was_seen_before_it_was_started_again_ends_nothing()
    {
        var began = _rig.Time.GetUtcNow();
        _rig.Pass(60);
        _rig.Observe(1, "web", container => container.Exited(1) with { StartedAt = began });

        _rig.Observe(1, "web", container => container.Exited(1) with { StartedAt = began });

        Assert.That(State(), Is.EqualTo((EcsTaskStatus.Running, ContainerPhase.Running, (int?)null)));
    }

    [Test]
    public void One_that_cannot_be_started_again_says_why()
    {
        _rig.Pass(60);
        _rig.Engine.Failures["start web"] = "CannotStartContainerError: no such device";

        _rig.Observe(1, "web", container => container.Exited(1));

        Assert.That((_rig.Tasks[0].StopCode, _rig.Tasks[0].Container("web").Reason), Is.EqualTo((StopCodes.EssentialContainerExited, "CannotStartContainerError: no such device")));
    }

    [Test]
    public void A_LocalAws_that_is_killed_meanwhile_starts_it_again_all_the_same()
    {
        _rig.Pass(60);
        _rig.Engine.Held.Add("start web");
        _rig.Observe(1, "web", container => container.Exited(1));
        _rig.Engine.Held.Clear();

        _rig.Restart();
        _rig.Observe(1, "web", container => container);

        Assert.That(_rig.Work, Is.EqualTo(new[] { "start web" }));
        Assert.That(State(), Is.EqualTo((EcsTaskStatus.Running, ContainerPhase.Running, (int?)null)));
    }

    [Test]
    public void A_task_that_is_stopped_meanwhile_stops()
    {
        _rig.Pass(60);
        _rig.Engine.Held.Add("start web");
        _rig.Observe(1, "web", container => container.Exited(1));

        _rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{_rig.Tasks[0].Id}}"}""");

        Assert.That(State().Status, Is.EqualTo(EcsTaskStatus.Stopped));
    }

    [TestCase("10.0.0.2", "start web")]
    [TestCase("10.0.0.7", "start web|move 10.0.0.7:32768 in blue")]
    public void The_load_balancer_reaches_it_again_at_the_host_port_that_it_had(string address, string work)
    {
        var rig = Balanced();
        rig.Engine.Address = address;

        rig.Observe(1, "web", container => container.Exited(1));

        Assert.That(string.Join('|', rig.Work), Is.EqualTo(work));
        var registration = rig.Tasks[0].Registrations.Single();
        Assert.That((registration.Target.Address, registration.Target.HostPort, registration.HasMoved, registration.Health.State), Is.EqualTo((address, 32768, false, TargetState.Healthy)));
    }

    [Test]
    public void A_task_that_stops_before_the_load_balancer_knows_the_new_address_is_deregistered_after_it()
    {
        var rig = Balanced();
        rig.Engine.Address = "10.0.0.7";
        rig.Engine.Held.Add("move");
        rig.Observe(1, "web", container => container.Exited(1));

        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}"}""");
        var meanwhile = rig.Work.Any(work => work.StartsWith("deregister", StringComparison.Ordinal));
        rig.Release("move");

        Assert.That((meanwhile, rig.Tasks[0].LastStatus), Is.EqualTo((false, EcsTaskStatus.Stopped)));
        Assert.That(rig.Work.Where(work => work.StartsWith("move", StringComparison.Ordinal) || work.StartsWith("deregister", StringComparison.Ordinal)), Is.EqualTo(new[] { "move 10.0.0.7:32768 in blue", "deregister blue" }));
    }

    [Test]
    public void A_LocalAws_that_is_killed_before_the_load_balancer_knows_the_new_address_tells_it_all_the_same()
    {
        var rig = Balanced();
        rig.Engine.Address = "10.0.0.7";
        rig.Engine.Held.Add("move");
        rig.Observe(1, "web", container => container.Exited(1));
        rig.Engine.Held.Clear();

        rig.Restart();

        Assert.That(rig.Work, Is.EqualTo(new[] { "move 10.0.0.7:32768 in blue" }));
    }

    /// <summary>A healthy service behind a load balancer whose container may be started again.</summary>
    private static EcsRig Balanced()
    {
        var rig = new EcsRig();
        rig.Register("""[{"name": "web", "image": "w", "portMappings": [{"containerPort": 80}], "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60}}]""");
        rig.Call("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}]}
            """);
        rig.Observe(1, new TargetHealth(TargetState.Healthy));
        rig.Pass(60);
        rig.Engine.Work.Clear();
        return rig;
    }

    private (EcsTaskStatus Status, ContainerPhase Phase, int? ExitCode) State() =>
        (_rig.Tasks[0].LastStatus, _rig.Tasks[0].Container("web").Phase, _rig.Tasks[0].Container("web").ExitCode);
}
