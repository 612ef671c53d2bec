using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class CircuitBreakerTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";
    private const string WebOnPort80 = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80, "hostPort": 80}]}]""";
    private const string Breaker = """{"deploymentCircuitBreaker": {"enable": true, "rollback": false}}""";
    private const string BreakerWithRollback = """{"deploymentCircuitBreaker": {"enable": true, "rollback": true}}""";

    [TestCase(1, ExpectedResult = 3)]
    [TestCase(7, ExpectedResult = 4)]
    [TestCase(1000, ExpectedResult = 200)]
    public int The_threshold_is_half_of_the_desired_count_within_bounds(int desired) =>
        DeploymentLimits.Of(null).Breaker.Threshold(desired);

    [TestCase("COUNT", 2, 100, ExpectedResult = 2)]
    [TestCase("UNBOUNDED_PERCENT", 10, 5, ExpectedResult = 1)]
    [TestCase("UNBOUNDED_PERCENT", 100, 1000, ExpectedResult = 1000)]
    [TestCase("BOUNDED_PERCENT", 10, 100, ExpectedResult = 10)]
    [TestCase("BOUNDED_PERCENT", 10, 5, ExpectedResult = 3)]
    public int Its_own_threshold_replaces_that_of_ECS(string type, int value, int desired)
    {
        var configuration = JsonNode.Parse($$$"""{"deploymentCircuitBreaker": {"enable": true, "rollback": true, "thresholdConfiguration": {"type": "{{{type}}}", "value": {{{value}}} } } }""");

        return DeploymentLimits.Of(configuration!.AsObject()).Breaker.Threshold(desired);
    }

    [Test]
    public void Three_failed_tasks_fail_the_deployment_and_the_old_task_stays()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 1, Breaker);
        rig.Pass(5);
        rig.Engine.Ends["web"] = 1;

        rig.Update(Web);
        rig.Pass(60);

        var failed = rig.Service().Primary;
        Assert.That(
            (failed.RolloutState, failed.RolloutStateReason, failed.FailedTasks),
            Is.EqualTo((RolloutState.Failed, "ECS deployment circuit breaker: tasks failed to start.", 3)));
        Assert.That(rig.Tasks.Select(task => task.LastStatus).First(), Is.EqualTo(EcsTaskStatus.Running));
        Assert.That(rig.Tasks, Has.Count.EqualTo(4));
        Assert.That(rig.Events().Skip(3), Is.EqualTo(new[]
        {
            "(service web) has started 1 tasks: (task task-2).",
            "(service web) has started 1 tasks: (task task-3).",
            "(service web) has started 1 tasks: (task task-4).",
            "(service web) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.",
            "(service web) (deployment deployment-2) deployment failed: tasks failed to start.",
        }));
    }

    [Test]
    public void A_rollback_keeps_the_old_task_that_still_runs()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 1, BreakerWithRollback);
        rig.Pass(5);
        var good = rig.Service().Primary.Id;
        rig.Engine.Ends["web"] = 1;

        rig.Update(Web);
        var bad = rig.Service().Primary.Id;
        rig.Pass(60);

        var primary = rig.Service().Primary;
        Assert.That(new[] { good, bad }, Does.Not.Contain(primary.Id));
        Assert.That((primary.TaskDefinitionArn[^1], primary.RolloutState), Is.EqualTo(('1', RolloutState.Completed)));
        Assert.That(rig.Tasks[0].LastStatus, Is.EqualTo(EcsTaskStatus.Running));
        Assert.That(rig.Service().Events.Select(happened => happened.Message).Take(4).Reverse(), Is.EqualTo(new[]
        {
            $"(service web) (deployment {bad}) deployment failed: tasks failed to start.",
            $"(service web) rolling back to deployment {good}.",
            $"(service web) (deployment {primary.Id}) deployment completed.",
            "(service web) has reached a steady state.",
        }));
    }

    [Test]
    public void A_rollback_starts_the_old_task_definition_again_where_its_task_had_to_go_first()
    {
        var rig = new EcsRig();
        rig.Serve(WebOnPort80, 1, """{"minimumHealthyPercent": 0, "maximumPercent": 100, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""");
        rig.Pass(5);
        var good = rig.Service().Primary.Id;
        rig.Engine.Ends["web"] = 1;
        rig.Update(WebOnPort80);
        rig.Pass(2);
        rig.Engine.Ends.Clear();
        rig.Engine.Failures["pull web"] = "CannotPullContainerError: manifest unknown";
        rig.Engine.Held.Add("provision");
        rig.Pass(1);

        rig.Release("provision");
        var rollback = rig.Service().Primary;
        rig.Engine.Failures.Clear();
        rig.Pass(60);

        Assert.That(rollback.RolloutStateReason, Is.EqualTo($"ECS deployment {rollback.Id} completed."));
        Assert.That((rollback.RollbackTo, rollback.TaskDefinitionArn[^1]), Is.EqualTo((good, '1')));
        Assert.That(rig.Tasks[^1].TaskDefinitionArn, Does.EndWith(":1"));
        Assert.That(rig.Tasks[^1].LastStatus, Is.EqualTo(EcsTaskStatus.Running));
        Assert.That(rig.Tasks.Count(task => !task.IsStopped), Is.EqualTo(1));
    }

    [Test]
    public void A_revision_that_the_breaker_aborted_is_deployed_again_when_that_is_asked_for_while_it_is_rolled_back()
    {
        var rig = new EcsRig();
        rig.Serve(WebOnPort80, 1, """{"minimumHealthyPercent": 0, "maximumPercent": 100, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""");
        rig.Pass(5);
        rig.Engine.Ends["web"] = 1;
        rig.Update(WebOnPort80);
        for (var second = 0; second < 60 && rig.Service().ServiceDeployments[0].Status == ServiceDeploymentStatus.InProgress; second++)
            rig.Pass(1);
        var before = (rig.Service().ServiceDeployments[0].Status, rig.Service().Primary.TaskDefinitionArn[^1]);

        rig.Engine.Ends.Clear();
        var answer = rig.Call("UpdateService", """{"cluster": "local", "service": "web", "taskDefinition": "web:2"}""")["service"]!;
        rig.Pass(60);

        Assert.That(before, Is.EqualTo((ServiceDeploymentStatus.RollbackInProgress, '1')), "what is rolled back, and to what");
        Assert.That($"{answer["taskDefinition"]} {answer["deployments"]![0]!["taskDefinition"]}", Is.EqualTo($"{Revision(2)} {Revision(2)}"));
        Assert.That(rig.Service().ServiceDeployments.Select(known => known.Status), Is.EqualTo(new[] { ServiceDeploymentStatus.Successful, ServiceDeploymentStatus.Stopped, ServiceDeploymentStatus.Successful }));
        Assert.That((rig.Service().Primary.TaskDefinitionArn, rig.Service().Primary.RolloutState), Is.EqualTo((Revision(2), RolloutState.Completed)));
        Assert.That(rig.Tasks.Where(task => !task.IsStopped).Select(task => (task.TaskDefinitionArn, task.LastStatus)), Is.EqualTo(new[] { (Revision(2), EcsTaskStatus.Running) }));

        static string Revision(int number) => $"arn:aws:ecs:eu-west-2:123456789012:task-definition/web:{number}";
    }

    [Test]
    public void A_deployment_without_the_breaker_goes_on_trying_and_waits_longer_each_time()
    {
        var rig = new EcsRig();
        rig.Engine.Ends["web"] = 1;

        rig.Serve(Web);
        rig.Pass(300);

        var starts = rig.Tasks.Select(task => (task.CreatedAt - rig.Tasks[0].CreatedAt).TotalSeconds);
        Assert.That(starts, Is.EqualTo(new[] { 0, 1, 3, 7, 15, 31, 63, 123, 183, 243 }));
        Assert.That((rig.Service().Primary.RolloutState, rig.Service().Primary.FailedTasks), Is.EqualTo((RolloutState.InProgress, 10)));
    }

    [Test]
    public void A_healthy_task_resets_the_count_of_failures()
    {
        var rig = new EcsRig();
        rig.Engine.Ends["web"] = 1;
        rig.Serve(Web, 1, Breaker);
        rig.Pass(1);
        rig.Engine.Ends.Clear();

        rig.Pass(60);

        Assert.That((rig.Service().Primary.RolloutState, rig.Service().Primary.FailedTasks), Is.EqualTo((RolloutState.Completed, 0)));
    }
}
