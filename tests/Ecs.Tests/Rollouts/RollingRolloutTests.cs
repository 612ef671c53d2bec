using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

public sealed class RollingRolloutTests
{
    private const string Older = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:0";
    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 2, 1, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));

    [Test]
    public async Task A_service_is_updated_and_its_own_deployment_followed_until_it_is_complete()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling)
            .Service(Before, Rolling, Rolling, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-2", 2, Changed: true)));
        Assert.That(ecs.Lines, Is.EqualTo(new[]
        {
            "  ~ containerDefinitions[app].image: app@sha256:0 → app@sha256:1",
            $"Registered {New}",
            "Updating service 'web' from shop:1 to shop:2",
            "(service web) IN_PROGRESS",
            "1/2 running, 0 pending, 0 failed",
            "(service web) COMPLETED",
            "2/2 running, 0 pending, 0 failed",
        }));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ToJsonString(), Is.EqualTo(
            $$$$"""{"cluster":"shop","service":"web","taskDefinition":"{{{{New}}}}","deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}"""));
    }

    [Test]
    public async Task A_service_that_is_not_there_is_created_with_one_task()
    {
        using var ecs = new FakeEcs().Started("CreateService", Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS")))
            .Service(null, Describe(New, 1, 1, ("d-1", New, "COMPLETED")));

        var result = await ecs.RollAsync();

        var created = ecs.Aws.DocumentsTo("CreateService").Single();
        created.Remove("clientToken");
        Assert.That(result.Changed);
        Assert.That(created.ToJsonString(), Is.EqualTo(
            $$$$"""{"cluster":"shop","serviceName":"web","taskDefinition":"{{{{New}}}}","desiredCount":1,"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true}}}"""));
    }

    [Test]
    public async Task A_service_is_created_behind_its_load_balancer_with_time_to_become_healthy()
    {
        using var ecs = new FakeEcs().Started("CreateService", Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS")))
            .Service(null, Describe(New, 1, 1, ("d-1", New, "COMPLETED")));

        await ecs.RollAsync(balancer: new("arn:web", "app", 80));

        var created = ecs.Aws.DocumentsTo("CreateService").Single();
        Assert.That(
            (created["loadBalancers"]!.ToJsonString(), (int?)created["healthCheckGracePeriodSeconds"]),
            Is.EqualTo(("""[{"targetGroupArn":"arn:web","containerName":"app","containerPort":80}]""", 60)));
    }

    [Test]
    public async Task A_service_without_the_load_balancer_gets_it()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Rolling).Service(Before, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        await ecs.RollAsync(balancer: new("arn:web", "app", 80));

        Assert.That(
            ecs.Aws.DocumentsTo("UpdateService").Single()["loadBalancers"]!.ToJsonString(),
            Is.EqualTo("""[{"targetGroupArn":"arn:web","containerName":"app","containerPort":80}]"""));
        Assert.That(ecs.Lines[0], Is.EqualTo("  + loadBalancers of the service: app:80 in arn:web"));
    }

    [Test]
    public async Task A_service_that_runs_exactly_this_is_left_alone()
    {
        using var ecs = new FakeEcs().RunsTheSame().Service(Before);

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(Old, "d-1", 2, Changed: false)));
        Assert.That(ecs.Aws.Requests.Select(request => request.Key), Is.EqualTo(new[] { "DescribeClusters", "DescribeServices", "DescribeTaskDefinition" }));
    }

    [TestCase("'key':'slipway:build','value':'7'", 1, TestName = "A_revision_that_an_earlier_run_did_not_verify_is_released_by_the_one_that_does")]
    [TestCase("'key':'slipway:released','value':'2026-01-02T03:04:05Z'", 0, TestName = "A_revision_keeps_the_time_at_which_it_was_released_first")]
    [TestCase("'key':'team','value':'shop'", 0, TestName = "A_revision_that_someone_else_registered_is_not_recorded")]
    public async Task A_verified_revision_is_released_once(string tag, int notes)
    {
        using var ecs = new FakeEcs().RunsTheSame($"{{{tag}}}").Service(Before);

        await ecs.RollAsync();

        Assert.That(ecs.Aws.DocumentsTo("TagResource").Select(document => ((string?)document["resourceArn"], (string?)document["tags"]![0]!["key"])), Is.EqualTo(Enumerable.Repeat((Old, "slipway:released"), notes)));
    }

    [Test]
    public async Task A_deployment_of_exactly_this_that_a_killed_run_has_begun_is_followed_and_nothing_is_registered_again()
    {
        var underway = Describe(Old, 2, 1, ("d-2", Old, "IN_PROGRESS"), ("d-1", Older, "COMPLETED"));
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", underway).Service(underway, underway, Describe(Old, 2, 2, ("d-2", Old, "COMPLETED")));

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(Old, "d-2", 2, Changed: true)));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
        Assert.That(ecs.Lines.Take(2), Is.EqualTo(new[] { "Service 'web' is on its way to shop:1 already, deployment d-2", "Updating service 'web' from shop:0 to shop:1" }));
    }

    [Test]
    public async Task A_deployment_of_a_killed_run_that_fails_goes_back_to_what_was_complete_before_it()
    {
        var underway = Describe(Old, 2, 1, ("d-2", Old, "IN_PROGRESS"), ("d-1", Older, "COMPLETED"));
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", underway)
            .Service(underway, Describe(Older, 2, 2, ("d-3", Older, "IN_PROGRESS"), ("d-2", Old, "FAILED")), Describe(Older, 2, 2, ("d-3", Older, "COMPLETED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.EndWith($"The service was rolled back and runs {Older}."));
    }

    [Test]
    public async Task A_service_that_has_exactly_this_and_too_few_tasks_of_it_is_deployed_anew()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Rolling).Service(Describe(Old, 2, 1, ("d-1", Old, "COMPLETED")), Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-2", 2, Changed: true)));
    }

    [Test]
    public async Task A_service_that_runs_exactly_this_is_rolled_when_it_is_forced()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Rolling).Service(Before, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        var result = await ecs.RollAsync(force: true);

        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-2", 2, Changed: true)));
    }

    [Test]
    public async Task Rollout_fails_when_the_service_is_rolled_back_to_the_old_revision()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(
            Before,
            Rolling,
            Describe(Old, 2, 2, ("d-3", Old, "IN_PROGRESS"), ("d-2", New, "FAILED")),
            Describe(Old, 2, 2, ("d-3", Old, "IN_PROGRESS"), ("d-2", New, "FAILED")),
            Describe(Old, 2, 2, ("d-3", Old, "COMPLETED")));
        ecs.Aws.On("ListTasks", AwsAnswer.Ok("{'taskArns':['arn:aws:ecs:eu-west-2:1:task/shop/abc']}"))
            .On("DescribeTasks", AwsAnswer.Ok(
                $"{{'tasks':[{{'taskArn':'arn:aws:ecs:eu-west-2:1:task/shop/abc','taskDefinitionArn':'{New}','stopCode':'EssentialContainerExited','stoppedReason':'Essential container in task exited','containers':[{{'name':'app','exitCode':137,'reason':'OutOfMemoryError'}},{{'name':'web','healthStatus':'UNHEALTHY','exitCode':0}},{{'name':'idle','healthStatus':'UNKNOWN'}}]}}],'failures':[]}}"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Is.EqualTo($"""
            Deployment d-2 of service 'web' failed: d-2 is FAILED.
              likely cause: A container was killed because it used more memory than it has. Raise 'memory' in the task definition, or lower what the application takes.
              task abc: EssentialContainerExited Essential container in task exited
                container app: exit code 137: OutOfMemoryError
                container web: UNHEALTHY: exit code 0
              last lines of container app:
                | (Container 'app' has no 'logConfiguration': its lines stay on the machine that it runs on. Give it the log driver 'awslogs' to see them here.)
              event: (service web) IN_PROGRESS
              event: (service web) IN_PROGRESS
            The service was rolled back and runs {Old}.
            """));
    }

    [Test]
    public async Task Rollout_fails_when_someone_else_deploys_meanwhile()
    {
        const string Other = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7";
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Describe(Other, 2, 2, ("d-9", Other, "COMPLETED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.StartWith($"Deployment d-2 of service 'web' failed: it was replaced by deployment d-9 of {Other}."));
    }

    [Test]
    public async Task A_new_service_that_fails_has_nothing_to_roll_back_to()
    {
        using var ecs = new FakeEcs().Started("CreateService", Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS")))
            .Service(null, Describe(New, 1, 0, ("d-1", New, "FAILED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.EndWith("There is nothing to roll back to: the service was created by this run. Correct the cause and deploy again, which updates it."));
    }

    [Test]
    public async Task A_deployment_that_outlasts_its_deadline_is_said_to_continue()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.StillInProgress));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 is still in progress after 120 s; it continues, and was not verified."));
        Assert.That(ecs.Time.Waits, Has.Count.LessThan(25));
    }

    [Test]
    public async Task A_task_that_cannot_be_placed_is_explained_when_ECS_first_says_it_and_once()
    {
        const string Message = "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1) is already using a port required by your task.";
        string Told(params string[] ids) => With(Rolling, service => service["events"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["message"] = Message, ["createdAt"] = 1 })]));
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Told("e-1"), Told("e-2", "e-1"), Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        await ecs.RollAsync();

        Assert.That(ecs.Lines.SkipWhile(line => line != Message).Skip(1).First(), Is.EqualTo(
            "  likely cause: A port of the host is taken. Use a dynamic host port (hostPort 0), or let the old task end first (minimumHealthyPercent 0, maximumPercent 100, availabilityZoneRebalancing DISABLED). ECS keeps trying"));
        Assert.That((ecs.Lines.Count(line => line == Message), ecs.Lines.Count(line => line.Contains("likely cause", StringComparison.Ordinal))), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task A_cluster_that_is_not_there_is_named_before_anything_is_registered()
    {
        using var ecs = new FakeEcs();
        ecs.Aws.On("DescribeClusters", AwsAnswer.Ok("{'clusters':[],'failures':[{'arn':'shop','reason':'MISSING'}]}"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.Refused));
        Assert.That(failure.Message, Does.StartWith("slipway.yml:9:5: there is no active cluster 'shop' in this account and region."));
        Assert.That(ecs.Aws.Requests.Select(request => request.Key), Is.EqualTo(new[] { "DescribeClusters" }));
    }
}
