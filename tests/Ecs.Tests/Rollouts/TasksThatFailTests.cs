using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Tasks that fail while ECS is content with their deployment, and how their ends are compared.</summary>
public sealed class TasksThatFailTests
{
    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Complete = Describe(New, 2, 2, ("d-2", New, "COMPLETED"));
    private static readonly string Failed = Describe(New, 2, 0, ("d-2", New, "FAILED"), ("d-1", Old, "COMPLETED"));
    private static readonly string GoingBack = Describe(Old, 2, 1, ("d-3", Old, "IN_PROGRESS"), ("d-2", New, "FAILED"));
    private static readonly string Back = Describe(Old, 2, 2, ("d-3", Old, "COMPLETED"));

    [Test]
    public async Task A_deployment_whose_tasks_die_after_they_were_healthy_is_rolled_back_although_ECS_calls_it_complete()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service([Before, Rolling, .. Enumerable.Repeat(Complete, 4), GoingBack, Back]);
        Stopped(ecs, [Exited(1), .. Enumerable.Repeat(Exited(2), 5), Exited(3)]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 of service 'web' failed: 3 tasks stopped for the same reason"));
        Assert.That(ecs.Lines, Has.One.EqualTo("The deployment is complete, but tasks of it have failed: waiting until none has for 30 s"));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { New, Old }));
    }

    [Test]
    public async Task A_deployment_that_has_lost_tasks_is_done_when_it_has_lost_no_other_for_a_while()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Complete);
        Stopped(ecs, Exited(3));
        var begin = ecs.Time.GetUtcNow();

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-2", 2, Changed: true)));
        Assert.That(ecs.Time.GetUtcNow() - begin, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)));
    }

    [Test]
    public async Task Tasks_that_the_scheduler_stops_are_alike_whether_their_containers_have_ended_by_now_or_not()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Failed, GoingBack, Back);
        Stopped(ecs, Tasks(Unhealthy(null), Unhealthy(143)));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Message, Does.Contain($"\n  task {0:x32}: ServiceSchedulerInitiated Task failed container health checks (2 tasks alike)\n    container app: UNHEALTHY\n"));
    }

    private static void Stopped(FakeEcs ecs, params AwsAnswer[] looks) => ecs.Aws.On("ListTasks", AwsAnswer.Ok("{'taskArns':['arn:aws:ecs:eu-west-2:1:task/shop/1']}")).On("DescribeTasks", looks);

    private static AwsAnswer Exited(int count) => Tasks([.. Enumerable.Range(0, count).Select(_ => new JsonObject
    {
        ["stopCode"] = "EssentialContainerExited",
        ["stoppedReason"] = "Essential container in task exited",
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["exitCode"] = 3 }),
    })]);

    private static JsonObject Unhealthy(int? exitCode) => new()
    {
        ["stopCode"] = "ServiceSchedulerInitiated",
        ["stoppedReason"] = "Task failed container health checks",
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["healthStatus"] = "UNHEALTHY", ["exitCode"] = exitCode }, new JsonObject { ["name"] = "idle", ["exitCode"] = exitCode }),
    };

    private static AwsAnswer Tasks(params JsonObject[] tasks)
    {
        for (var index = 0; index < tasks.Length; index++)
        {
            tasks[index]["taskArn"] = $"arn:aws:ecs:eu-west-2:1:task/shop/{index:x32}";
            tasks[index]["taskDefinitionArn"] = New;
        }

        return AwsAnswer.Ok(new JsonObject { ["tasks"] = new JsonArray(tasks), ["failures"] = new JsonArray() });
    }
}
