using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class BlueGreenTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80}]}]""";
    private const string Plain = """{"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""";
    private const string Canary = """{"strategy": "CANARY", "bakeTimeInMinutes": 5, "canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": 2}}""";
    private const string Linear = """{"strategy": "LINEAR", "bakeTimeInMinutes": 0, "linearConfiguration": {"stepPercent": 40, "stepBakeTimeInMinutes": 1}}""";
    private static readonly TargetHealth Healthy = new(TargetState.Healthy);

    /// <summary>A service whose first deployment is done; its one task is behind <c>blue</c>.</summary>
    private static EcsRig Serve(string configuration, string test = "")
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "deploymentConfiguration": {{configuration}},
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80,
               "advancedConfiguration": {"alternateTargetGroupArn": "green", "productionListenerRule": "rule"{{test}} } }]}
            """);
        rig.Observe(1, Healthy);
        rig.Engine.Work.Clear();
        return rig;
    }

    private static ServiceDeployment Current(EcsRig rig) => rig.Service().ServiceDeployments[0];

    private static string[] Shifts(EcsRig rig) => [.. rig.Work.Where(work => work.StartsWith("shift", StringComparison.Ordinal))];

    [Test]
    public void The_first_deployment_shifts_all_requests_at_once()
    {
        var rig = Serve(Plain);

        Assert.That((Current(rig).Status, rig.Service().Primary.RolloutState), Is.EqualTo((ServiceDeploymentStatus.Successful, RolloutState.Completed)));
    }

    [Test]
    public void Green_gets_the_requests_when_it_is_healthy_and_blue_stops_after_the_bake_time()
    {
        var rig = Serve(Plain);

        rig.Update(Web);
        var before = Shifts(rig);
        rig.Observe(2, Healthy);
        var baking = (Current(rig).Stage, rig.Tasks[0].LastStatus);
        rig.Pass(300);

        Assert.That(before, Is.EqualTo(new[] { "shift rule to blue 100, green 0" }));
        Assert.That(Shifts(rig)[^1], Is.EqualTo("shift rule to blue 0, green 100"));
        Assert.That(baking, Is.EqualTo((LifecycleStage.BakeTime, EcsTaskStatus.Running)));
        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Stopped, EcsTaskStatus.Running }));
        Assert.That((Current(rig).Status, rig.Service().Deployments.Count), Is.EqualTo((ServiceDeploymentStatus.Successful, 1)));
    }

    [Test]
    public void The_next_deployment_uses_the_other_target_group()
    {
        var rig = Serve(Plain);
        rig.Update(Web);
        rig.Observe(2, Healthy);
        rig.Pass(300);

        rig.Update(Web);

        Assert.That(rig.Tasks[2].BalancedPorts[0].TargetGroupArn, Is.EqualTo("blue"));
        Assert.That(Shifts(rig)[^1], Is.EqualTo("shift rule to blue 0, green 100"));
    }

    [Test]
    public void A_test_listener_leads_to_green_before_production_does()
    {
        var rig = Serve(Plain, """, "testListenerRule": "test" """);

        rig.Update(Web);
        rig.Observe(2, Healthy);

        Assert.That(Shifts(rig), Is.EqualTo(new[]
        {
            "shift rule to blue 100, green 0; test to blue 100, green 0",
            "shift rule to blue 100, green 0; test to blue 0, green 100",
            "shift rule to blue 0, green 100; test to blue 0, green 100",
        }));
    }

    [Test]
    public void A_canary_gets_its_share_for_its_time()
    {
        var rig = Serve(Canary);

        rig.Update(Web);
        rig.Observe(2, Healthy);
        rig.Pass(119);
        var first = Shifts(rig)[^1];
        rig.Pass(1);

        Assert.That(first, Is.EqualTo("shift rule to blue 90, green 10"));
        Assert.That((Shifts(rig)[^1], Current(rig).Stage), Is.EqualTo(("shift rule to blue 0, green 100", LifecycleStage.BakeTime)));
    }

    [Test]
    public void A_linear_shift_goes_step_by_step()
    {
        var rig = Serve(Linear);

        rig.Update(Web);
        rig.Observe(2, Healthy);
        rig.Pass(121);

        Assert.That(Shifts(rig).TakeLast(3), Is.EqualTo(new[]
        {
            "shift rule to blue 60, green 40", "shift rule to blue 20, green 80", "shift rule to blue 0, green 100",
        }));
        Assert.That(Current(rig).Status, Is.EqualTo(ServiceDeploymentStatus.Successful));
    }

    [Test]
    public void A_green_that_fails_is_rolled_back_and_blue_serves_on()
    {
        var rig = Serve(Plain);
        rig.Engine.Ends["web"] = 1;

        rig.Update(Web);
        rig.Pass(60);

        Assert.That((Current(rig).Status, Current(rig).RollbackReason),
            Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, "ECS deployment circuit breaker: tasks failed to start.")));
        Assert.That(rig.Service().Deployments.Select(deployment => (deployment.TaskDefinitionArn[^1], deployment.RolloutState)), Is.EqualTo(new[] { ('1', RolloutState.Completed) }));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Running));
        Assert.That(Shifts(rig), Is.EqualTo(new[] { "shift rule to blue 100, green 0" }));
    }

    [Test]
    public void A_deployment_that_is_stopped_while_the_old_tasks_end_gives_the_requests_to_new_ones_of_the_old_revision()
    {
        var rig = Serve(Plain);
        rig.Update(Web);
        rig.Observe(2, Healthy);
        rig.Engine.Held.Add("deregister");
        rig.Pass(300);
        var stage = Current(rig).Stage;

        rig.Call("StopServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}", "stopType": "ROLLBACK"}""");
        rig.Release("deregister");
        rig.Pass(60);

        var running = rig.Tasks.Where(task => task.LastStatus == EcsTaskStatus.Running || (!task.StopRequested && !task.IsStopped)).ToList();
        Assert.That(stage, Is.EqualTo(LifecycleStage.CleanUp));
        Assert.That(running.Select(task => task.TaskDefinitionArn[^1]), Is.EqualTo(new[] { '1' }));
    }

    [Test]
    public void A_deployment_that_is_stopped_while_it_bakes_gives_the_requests_back()
    {
        var rig = Serve(Plain);
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Call("StopServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}"}""");

        Assert.That((Current(rig).Status, Shifts(rig)[^1]), Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, "shift rule to blue 100, green 0")));
        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Running, EcsTaskStatus.Stopped }));
    }

    [Test]
    public void A_revision_that_was_aborted_is_deployed_again_when_that_is_asked_for_while_it_is_rolled_back()
    {
        var rig = Serve(Plain);
        rig.Update(Web);
        rig.Observe(2, Healthy);
        rig.Engine.Held.Add("deregister");

        rig.Call("StopServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}"}""");
        var before = Current(rig).Status;
        var answer = rig.Call("UpdateService", """{"cluster": "local", "service": "web", "taskDefinition": "web:2"}""");
        rig.Engine.Held.Clear();
        rig.Pass(30);
        rig.Observe(3, Healthy);
        rig.Pass(300);

        Assert.That((before, (string)answer["service"]!["taskDefinition"]!), Is.EqualTo((ServiceDeploymentStatus.RollbackInProgress, "arn:aws:ecs:eu-west-2:123456789012:task-definition/web:2")));
        Assert.That(rig.Service().ServiceDeployments, Has.Count.EqualTo(3));
        Assert.That((Current(rig).Status, rig.Service().Primary.TaskDefinitionArn[^1]), Is.EqualTo((ServiceDeploymentStatus.Successful, '2')));
    }

    [Test]
    public void A_new_deployment_in_the_middle_of_another_starts_from_what_serves()
    {
        var rig = Serve(Plain);
        rig.Update(Web);

        rig.Update(Web);
        rig.Observe(3, Healthy);
        rig.Pass(300);

        Assert.That(rig.Service().ServiceDeployments.Select(deployment => deployment.Status),
            Is.EqualTo(new[] { ServiceDeploymentStatus.Successful, ServiceDeploymentStatus.Stopped, ServiceDeploymentStatus.Successful }));
        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Stopped, EcsTaskStatus.Stopped, EcsTaskStatus.Running }));
    }

    [Test]
    public void A_restart_in_the_middle_goes_on()
    {
        var rig = Serve(Canary);
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Restart();
        rig.Pass(120 + 300);

        Assert.That(Current(rig).Status, Is.EqualTo(ServiceDeploymentStatus.Successful));
    }

    [Test]
    public void The_deployment_and_its_revisions_can_be_described()
    {
        var rig = Serve(Canary);
        rig.Update(Web);
        rig.Observe(2, Healthy);

        var described = rig.Call("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{Current(rig).Arn}}"]}""")["serviceDeployments"]![0]!;
        var revision = rig.Call("DescribeServiceRevisions", $$"""{"serviceRevisionArns": ["{{Current(rig).TargetRevision}}"]}""")["serviceRevisions"]![0]!;

        Assert.That(
            ((string?)described["status"], (string?)described["lifecycleStage"], (decimal?)described["targetServiceRevision"]!["requestedProductionTrafficWeight"]),
            Is.EqualTo(("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT", 10m)));
        Assert.That((string?)described["deploymentCircuitBreaker"]!["status"], Is.EqualTo("DISABLED"));
        Assert.That((string?)revision["resolvedConfiguration"]!["loadBalancers"]![0]!["targetGroupArn"], Is.EqualTo("green"));
        Assert.That(rig.Call("ListServiceDeployments", """{"cluster": "local", "service": "web", "status": ["SUCCESSFUL"]}""")["serviceDeployments"]!.AsArray(), Has.Count.EqualTo(1));
    }
}
