using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>What is refused before anything is registered, and what is recorded as released.</summary>
public sealed class RolloutRecordTests
{
    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));

    [Test]
    public async Task Without_waiting_the_deployment_is_started_and_nothing_is_verified()
    {
        var verified = false;
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before);

        var result = await ecs.RollAsync(request => request with { Follows = false }, (_, _) =>
        {
            verified = true;
            return System.Threading.Tasks.Task.CompletedTask;
        });

        Assert.That((result, verified), Is.EqualTo((new RolloutResult(New, "d-2", 2, Changed: true, Followed: false), false)));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task A_revision_is_recorded_as_released_when_all_has_been_verified_and_not_before()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Rolling, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));
        var recordedBefore = -1;

        await ecs.RollAsync(request => request with { Tags = new Dictionary<string, string> { ["slipway:build"] = "7" } }, (_, _) =>
        {
            recordedBefore = ecs.Aws.DocumentsTo("TagResource").Count;
            return System.Threading.Tasks.Task.CompletedTask;
        });

        var record = ecs.Aws.DocumentsTo("TagResource").Single();
        Assert.That(recordedBefore, Is.Zero);
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition").Single()["tags"]![0]!.ToJsonString(), Is.EqualTo("""{"key":"slipway:build","value":"7"}"""));
        Assert.That((string?)record["resourceArn"], Is.EqualTo(New));
        Assert.That((string?)record["tags"]![0]!["key"], Is.EqualTo("slipway:released"));
        Assert.That((string?)record["tags"]![0]!["value"], Does.Match("^2026-03-02T09:0[0-9]:[0-9]{2}Z$"));
    }

    [Test]
    public async Task A_release_that_may_not_be_recorded_is_a_release_and_says_so()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));
        ecs.Aws.On("TagResource", AwsAnswer.Refusal("AccessDeniedException", "User: x is not authorized to perform: ecs:TagResource on resource: y"));

        var result = await ecs.RollAsync();

        Assert.That(result.Changed);
        Assert.That(ecs.Lines[^1], Does.StartWith("shop:2 could not be recorded as released, so a later rollback will not find it: ").And.Contains("ecs:TagResource"));
    }

    [Test]
    public async Task What_goes_wrong_before_the_move_leaves_the_service_alone()
    {
        using var ecs = new FakeEcs { BeforeRollout = (_, _) => throw new InvalidOperationException("the migration failed") }.Service(Before);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ecs.RollAsync());

        Assert.That(ecs.Aws.DocumentsTo("UpdateService"), Is.Empty);
    }

    [Test]
    public async Task What_is_refused_by_the_checks_leaves_no_revision_behind()
    {
        using var ecs = new FakeEcs { Check = (task, _) => throw new InvalidOperationException($"{task.Family}: an image is missing") }.Service(Before);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ecs.RollAsync());

        Assert.That(failure!.Message, Is.EqualTo("shop: an image is missing"));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_service_of_another_controller_is_refused_before_anything_is_registered()
    {
        using var ecs = new FakeEcs().Service(With(Before, service => service["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" }));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.Refused,
            "slipway.yml:9:5: service 'web' has the deployment controller CODE_DEPLOY, and strategy 'rolling' needs ECS. Write 'deploy.strategy: blue-green', or create the service anew: a controller cannot be changed.")));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_service_with_a_strategy_of_its_own_is_not_rolled()
    {
        using var ecs = new FakeEcs().Service(With(Before, service => service["deploymentConfiguration"] = new JsonObject { ["strategy"] = "CANARY" }));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Message, Is.EqualTo("slipway.yml:9:5: service 'web' deploys by ECS's strategy CANARY. Write 'deploy.strategy: ecs-blue-green', or change the service to ROLLING."));
    }
}
