using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class LoadBalancedServiceTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80}]}]""";
    private static readonly TargetHealth Healthy = new(TargetState.Healthy);
    private static readonly TargetHealth Broken = new(TargetState.Unhealthy, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]");

    private static EcsRig Serve(int desired = 1, string more = "")
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}{{more}},
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}]}
            """);
        return rig;
    }

    private static EcsRig ServeHealthy()
    {
        var rig = Serve();
        rig.Observe(1, Healthy);
        return rig;
    }

    [Test]
    public void A_task_is_registered_before_it_runs_and_ready_when_its_target_is_healthy()
    {
        var rig = Serve();
        rig.Pass(60);
        var before = (rig.Tasks[0].LastStatus, rig.Service().Primary.RolloutState);

        rig.Observe(1, Healthy);

        Assert.That(before, Is.EqualTo((EcsTaskStatus.Running, RolloutState.InProgress)));
        Assert.That(rig.Service().Primary.RolloutState, Is.EqualTo(RolloutState.Completed));
        Assert.That(rig.Work, Is.EqualTo(new[] { "provision", "pull web", "start web", "register 10.0.0.2:80 in blue" }));
        Assert.That(rig.Events(), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-1).",
            "(service web) registered 1 targets in (target-group blue).",
            "(service web) (deployment deployment-1) deployment completed.",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void A_task_is_activating_while_it_is_registered()
    {
        var rig = new EcsRig();
        rig.Engine.Held.Add("register");
        rig.Register(Web);
        rig.Call("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1,
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80}]}
            """);
        var during = rig.Tasks[0].LastStatus;

        rig.Release("register");

        Assert.That((during, rig.Tasks[0].LastStatus), Is.EqualTo((EcsTaskStatus.Activating, EcsTaskStatus.Running)));
    }

    [Test]
    public void An_old_task_is_drained_before_it_gets_SIGTERM()
    {
        var rig = ServeHealthy();
        rig.Engine.Held.Add("deregister");

        rig.Update(Web);
        rig.Observe(2, Healthy);
        var draining = rig.Tasks[0].LastStatus;
        var work = rig.Work[^1];
        rig.Release("deregister");

        Assert.That((draining, work), Is.EqualTo((EcsTaskStatus.Deactivating, "deregister blue")));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Stopped));
        Assert.That(rig.Events().Skip(4), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-2).",
            "(service web) registered 1 targets in (target-group blue).",
            "(service web) has stopped 1 running tasks: (task task-1).",
            "(service web) deregistered 1 targets in (target-group blue).",
            "(service web) has begun draining connections on 1 tasks.",
            "(service web) (deployment deployment-1) deployment completed.",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void An_old_task_stays_until_the_target_of_the_new_one_is_healthy()
    {
        var rig = ServeHealthy();

        rig.Update(Web);
        rig.Pass(600);

        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Running, EcsTaskStatus.Running }));
    }

    [Test]
    public void An_unhealthy_target_ends_its_task_with_the_reason_after_the_grace_period()
    {
        var rig = Serve(1, """, "healthCheckGracePeriodSeconds": 30""");

        rig.Observe(1, Broken);
        rig.Pass(29);
        var inGrace = rig.Tasks[0].LastStatus;
        rig.Pass(1);

        var task = rig.Tasks[0];
        Assert.That(inGrace, Is.EqualTo(EcsTaskStatus.Running));
        Assert.That((task.StopCode, task.StoppedReason), Is.EqualTo((StopCodes.ServiceSchedulerInitiated, "Task failed ELB health checks in (target-group blue)")));
        Assert.That(rig.Service().Primary.FailedTasks, Is.EqualTo(1));
        Assert.That(rig.Events(), Does.Contain(
            $"(service web) (instance {rig.Ec2Instance}) (port 32768) is unhealthy in (target-group blue) "
            + "due to (reason Health checks failed with these codes: [404])."));
    }

    [Test]
    public void A_task_whose_container_ended_is_not_waited_for()
    {
        var rig = ServeHealthy();
        rig.Engine.Held.Add("deregister");

        rig.Observe(1, "web", container => container.Exited(1));

        Assert.That((rig.Tasks[0].LastStatus, rig.Tasks[0].StoppedReason), Is.EqualTo((EcsTaskStatus.Stopped, "Essential container in task exited")));
        Assert.That(rig.Work, Does.Contain("deregister blue"));
    }

    [Test]
    public void A_restart_in_the_middle_of_draining_drains_on()
    {
        var rig = ServeHealthy();
        rig.Engine.Held.Add("deregister");
        rig.Call("StopTask", $$"""{"cluster": "local", "task": "{{rig.Tasks[0].Id}}"}""");

        rig.Restart();
        var after = (rig.Tasks[0].LastStatus, rig.Work[0]);
        rig.Release("deregister");

        Assert.That(after, Is.EqualTo((EcsTaskStatus.Deactivating, "deregister blue")));
        Assert.That((rig.Tasks[0].LastStatus, rig.Tasks[0].Registrations.Count), Is.EqualTo((EcsTaskStatus.Stopped, 0)));
    }

    [TestCase("""{"targetGroupArn": "gone", "containerName": "web", "containerPort": 80}""", "The target group with targetGroupArn gone does not exist.")]
    [TestCase("""{"targetGroupArn": "green", "containerName": "web", "containerPort": 80}""", "The target group with targetGroupArn green does not have an associated load balancer.")]
    [TestCase("""{"targetGroupArn": "blue", "containerName": "app", "containerPort": 80}""", "The container app does not exist in the task definition.")]
    [TestCase("""{"targetGroupArn": "blue", "containerName": "web", "containerPort": 81}""", "The container web did not have a container port 81 defined.")]
    public void What_does_not_fit_is_refused_in_the_words_of_ECS(string loadBalancer, string message)
    {
        var rig = new EcsRig();
        rig.TargetGroups.Loose.Add("green");
        rig.Register(Web);

        Assert.That(
            () => rig.Call("CreateService", $$"""{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "loadBalancers": [{{loadBalancer}}]}"""),
            Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(message));
    }
}
