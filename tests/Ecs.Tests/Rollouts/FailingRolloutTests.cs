using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Who takes a deployment back that fails, and when it is given up.</summary>
public sealed class FailingRolloutTests
{
    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Failed = Describe(New, 2, 0, ("d-2", New, "FAILED"), ("d-1", Old, "COMPLETED"));
    private static readonly string GoingBack = Describe(Old, 2, 1, ("d-3", Old, "IN_PROGRESS"), ("d-2", New, "FAILED"));
    private static readonly string Back = Describe(Old, 2, 2, ("d-3", Old, "COMPLETED"));

    [Test]
    public async Task A_deployment_that_ECS_leaves_failed_is_rolled_back_and_followed_to_its_end()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Failed, GoingBack, Back);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That((failure!.Outcome, ecs.Lines.Count(line => line == "Rolling service 'web' back to shop:1")), Is.EqualTo((RolloutOutcome.RolledBack, 1)));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { New, Old }));
    }

    [TestCase("tasks failed to start.", "ECS deployment circuit breaker: tasks failed to start.")]
    [TestCase("alarm detected.", "ECS deployment failed: alarm detected.")]
    public async Task A_deployment_whose_rollback_was_done_between_two_looks_has_failed_for_the_reason_that_the_event_tells(string told, string reason)
    {
        var gone = With(Back, service => service["events"]![0]!["message"] = $"(service web) (deployment d-2) deployment failed: {told}");
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, gone);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.StartWith($"Deployment d-2 of service 'web' failed: {reason}\n"));
    }

    [Test]
    public async Task With_no_rollback_the_breaker_takes_nothing_back_and_neither_does_Slipway()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Failed);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { RollsBack = false }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.EndWith($"The service was not rolled back, as asked for: it has {New}, and had {Old}."));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single()["deploymentConfiguration"]!.ToJsonString(), Is.EqualTo("""{"deploymentCircuitBreaker":{"enable":true,"rollback":false}}"""));
    }

    [TestCase(true, RolloutOutcome.RolledBack)]
    [TestCase(false, RolloutOutcome.NotRolledBack)]
    public async Task An_alarm_that_rolls_nothing_back_leaves_it_to_Slipway(bool rollsBack, RolloutOutcome outcome)
    {
        var alarmed = With(Failed, service => service["deployments"]![0]!["rolloutStateReason"] = "ECS deployment failed: alarm detected.");
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, alarmed, GoingBack, Back);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { RollsBack = rollsBack }));

        Assert.That(failure!.Outcome, Is.EqualTo(outcome));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 of service 'web' failed: ECS deployment failed: alarm detected.\n").And.Contain("likely cause: "));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(rollsBack ? new[] { New, Old } : [New]));
    }

    [Test]
    public async Task Three_tasks_that_stop_for_the_same_reason_end_a_deployment_that_ECS_still_believes_in()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service([Before, .. Enumerable.Repeat(Rolling, 12), GoingBack, Back]);
        Stopped(ecs, "exit code 3", 3);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 of service 'web' failed: 3 tasks stopped for the same reason, so it is not waited for any longer (Essential container in task exited).\n  likely cause: "));
        Assert.That(failure.Message, Does.Contain("(3 tasks alike)"));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { New, Old }));
    }

    [Test]
    public async Task The_last_lines_of_the_container_that_failed_stand_in_the_report_and_name_the_cause()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Failed, GoingBack, Back);
        Stopped(ecs, "", 1);
        ecs.Aws.On("GetLogEvents", AwsAnswer.Ok("{'events':[{'timestamp':1,'message':'starting'},{'timestamp':2,'message':'connect ECONNREFUSED 10.0.0.9:3306'}]}"));
        var logged = TaskDefinitionDocument.Parse(
            """{"family":"shop","containerDefinitions":[{"name":"app","image":"app@sha256:1","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/shop","awslogs-region":"eu-west-2","awslogs-stream-prefix":"web"}}}]}""", "shop.json");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { TaskDefinition = logged }));

        Assert.That(failure!.Message, Does.Contain("\n  likely cause: The application could not reach something that it needs. "));
        Assert.That(failure.Message, Does.Contain("\n  last lines of container app:\n    | starting\n    | connect ECONNREFUSED 10.0.0.9:3306\n"));
        Assert.That((string?)ecs.Aws.DocumentsTo("GetLogEvents")[0]["logStreamName"], Is.EqualTo($"web/app/{0:x32}"));
    }

    [Test]
    public async Task What_stopped_when_a_revision_was_deployed_before_does_not_count()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service([Before, .. Enumerable.Repeat(Rolling, 20), Describe(New, 2, 2, ("d-2", New, "COMPLETED"))]);
        Stopped(ecs, "exit code 3", 5);

        var result = await ecs.RollAsync(request => request with { Revision = New });

        Assert.That(result.Changed);
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_new_service_whose_tasks_stop_for_the_same_reason_is_given_up_and_left_as_it_is()
    {
        var created = Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS"));
        using var ecs = new FakeEcs().Started("CreateService", created).Service([null, .. Enumerable.Repeat(created, 20)]);
        Stopped(ecs, "exit code 3", 3);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.Contain("3 tasks stopped for the same reason").And.EndWith("There is nothing to roll back to: the service was created by this run. Correct the cause and deploy again, which updates it."));
    }

    [Test]
    public async Task Throttling_and_faults_of_AWS_are_waited_out_while_a_deployment_is_followed()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling);
        var answers = new Queue<AwsAnswer>([
            Services(Before), Services(Rolling), AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"), AwsAnswer.Refusal("ServerException", "", System.Net.HttpStatusCode.InternalServerError),
            Services(Describe(New, 2, 2, ("d-2", New, "COMPLETED")))]);
        ecs.Aws.On("DescribeServices", _ => answers.Dequeue());

        var result = await ecs.RollAsync();

        Assert.That((result.Changed, ecs.Lines.Count(line => line.StartsWith("Asking again: ", StringComparison.Ordinal))), Is.EqualTo((true, 2)));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task With_credentials_that_expire_meanwhile_the_deployment_is_said_to_continue()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling);
        ecs.Aws.On("DescribeServices", Services(Before), Services(Rolling), AwsAnswer.Refusal("ExpiredTokenException", "The security token included in the request is expired"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.StillInProgress));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 cannot be followed any longer; it continues, and was not verified. ").And.Contain("ExpiredTokenException"));
    }

    [Test]
    public async Task Without_the_permission_to_list_tasks_a_deployment_is_followed_all_the_same()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Rolling, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));
        ecs.Aws.On("ListTasks", AwsAnswer.Refusal("AccessDeniedException", "User: x is not authorized to perform: ecs:ListTasks on resource: y"));

        var result = await ecs.RollAsync(request => request with { Revision = New });

        Assert.That((result.Changed, ecs.Aws.DocumentsTo("ListTasks").Count), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task Two_tasks_that_stop_are_no_reason_to_give_up()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service([Before, .. Enumerable.Repeat(Rolling, 12), Describe(New, 2, 2, ("d-2", New, "COMPLETED"))]);
        Stopped(ecs, "exit code 3", 2);

        var result = await ecs.RollAsync();

        Assert.That(result.Changed);
    }

    [Test]
    public async Task Tasks_that_stop_for_different_reasons_are_no_reason_to_give_up()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service([Before, .. Enumerable.Repeat(Rolling, 12), Describe(New, 2, 2, ("d-2", New, "COMPLETED"))]);
        Stopped(ecs, "one", 1, "two", "three");

        var result = await ecs.RollAsync();

        Assert.That(result.Changed);
    }

    /// <summary>As many tasks of the new revision, whose one container says this.</summary>
    private static void Stopped(FakeEcs ecs, string says, int count, params string[] others)
    {
        var tasks = Enumerable.Repeat(says, count).Concat(others).Select((reason, index) => new JsonObject
        {
            ["taskArn"] = $"arn:aws:ecs:eu-west-2:1:task/shop/{index:x32}",
            ["taskDefinitionArn"] = New,
            ["stopCode"] = "EssentialContainerExited",
            ["stoppedReason"] = "Essential container in task exited",
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["reason"] = reason, ["exitCode"] = 3 }),
        });
        ecs.Aws.On("ListTasks", AwsAnswer.Ok("{'taskArns':['arn:aws:ecs:eu-west-2:1:task/shop/1']}"))
            .On("DescribeTasks", AwsAnswer.Ok(new JsonObject { ["tasks"] = new JsonArray([.. tasks]), ["failures"] = new JsonArray() }));
    }

    private static AwsAnswer Services(string service) => AwsAnswer.Ok($"{{'services':[{service}],'failures':[]}}");
}
