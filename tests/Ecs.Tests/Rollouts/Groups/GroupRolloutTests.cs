using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.Groups.FakeServices;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>Several services and one release: all or none.</summary>
public sealed class GroupRolloutTests
{
    [Test]
    public async Task All_are_checked_and_registered_before_the_first_is_moved_and_tagged_once_all_are_verified()
    {
        using var ecs = new FakeServices("web", "worker");
        var (checkedBefore, verifiedBefore) = (-1, -1);
        var members = new[] { Member("web"), Member("worker") with { Check = (_, _) => Note(ref checkedBefore) } };

        var results = await ecs.RollAsync(members, steps => steps with { Verify = (_, _) => Note(ref verifiedBefore) });

        var keys = ecs.Aws.Requests.Select(request => request.Key).ToList();
        Assert.That(results.Select(result => $"{result.Key} {RevisionName.Of(result.Value.TaskDefinition)} {result.Value.Changed}"), Is.EqualTo(new[] { "web web:2 True", "worker worker:2 True" }));
        Assert.That(checkedBefore, Is.LessThanOrEqualTo(keys.IndexOf("RegisterTaskDefinition")));
        Assert.That(keys.LastIndexOf("RegisterTaskDefinition"), Is.LessThan(keys.IndexOf("UpdateService")));
        Assert.That(verifiedBefore, Is.GreaterThan(keys.LastIndexOf("UpdateService")).And.LessThanOrEqualTo(keys.IndexOf("TagResource")));
        Assert.That(new[] { "web:2", "worker:2" }.Select(revision => ecs.TagsOf(revision).Count(tag => tag.StartsWith("slipway:released=", StringComparison.Ordinal))), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(ecs.Lines, Does.Contain("web: Updating service 'web' from web:1 to web:2").And.Contain("worker: Updating service 'worker' from worker:1 to worker:2"));

        Task Note(ref int at)
        {
            at = ecs.Aws.Requests.Count;
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task When_the_second_of_three_fails_all_are_back_and_nothing_is_tagged()
    {
        using var ecs = new FakeServices("web", "worker", "mail") { Ends = { ["worker:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker"), Member("mail")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.StartWith("worker: Deployment d-worker-2 of service 'worker' failed: it is FAILED."));
        Assert.That(failure.Message, Does.EndWith("\nThe services now:\n  web: web:1, as before\n  worker: worker:1, as before\n  mail: mail:1, as before"));
        Assert.That(failure.Services, Is.EqualTo(new Dictionary<string, string> { ["web"] = "as before", ["worker"] = "as before", ["mail"] = "as before" }));
        Assert.That((ecs.Runs("web"), ecs.Runs("worker"), ecs.Runs("mail")), Is.EqualTo(("web:1", "worker:1", "mail:1")));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task A_deployment_on_its_way_is_given_up_when_another_service_fails()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED", ["web:2"] = "IN_PROGRESS" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.Not.Contain("given up").And.EndWith("  web: web:1, as before\n  worker: worker:1, as before"));
        Assert.That(ecs.Lines, Does.Contain("web: Rolling service 'web' back to web:1"));
    }

    [Test]
    public async Task One_that_comes_after_others_is_moved_when_they_have_arrived()
    {
        using var ecs = new FakeServices("web", "worker", "mail");

        await ecs.RollAsync([Member("web", "1", "worker", "mail"), Member("worker", "1", "mail"), Member("mail", "1", "not-in-this-environment")]);

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "mail:2", "worker:2", "web:2" }));
    }

    [Test]
    public async Task Those_that_were_moved_go_back_in_the_opposite_order_and_those_that_were_not_are_left_alone()
    {
        using var ecs = new FakeServices("web", "worker", "mail", "late") { Ends = { ["mail:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker", "1", "web"), Member("mail", "1", "worker"), Member("late", "1", "mail")]));

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "mail:2", "mail:1", "worker:1", "web:1" }));
        Assert.That(failure!.Message, Does.EndWith("\n  web: web:1, as before\n  worker: worker:1, as before\n  mail: mail:1, as before\n  late: late:1, as before: it was not moved"));
        Assert.That(ecs.Aws.DocumentsTo("DeregisterTaskDefinition").Select(document => RevisionName.Of((string)document["taskDefinition"]!)), Is.EqualTo(new[] { "late:2" }));
    }

    [Test]
    public async Task Others_that_are_kept_stay_with_the_release_and_the_whole_is_not_rolled_back()
    {
        using var ecs = new FakeServices("web", "worker", "mail") { Ends = { ["worker:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker"), Member("mail", "1", "web")], steps => steps with { KeepsOthers = true }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.EndWith("\n  web: web:2, the release\n  worker: worker:1, as before\n  mail: mail:2, the release\nThe services run two releases: correct the causes above and deploy again (--target=Deploy), or bring back those that have the new one, too (--target=Rollback)."));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task One_that_cannot_go_back_leaves_the_whole_not_rolled_back_and_is_named()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED", ["web:1"] = "REFUSED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker", "1", "web")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.Contain("\nweb: Service 'web' could not be rolled back to web:1: ").And.Contain("may not deploy web:1").And.EndWith("\n  web: web:2, not rolled back\n  worker: worker:1, as before\nCorrect the causes above, then deploy again (--target=Deploy), or bring web to a release that works (--target=Rollback --service=web)."));
    }

    [Test]
    public async Task One_that_this_run_created_stays_and_the_whole_is_not_rolled_back()
    {
        using var ecs = new FakeServices("worker") { Ends = { ["worker:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker", "1", "web")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.Contain("\nweb: Service 'web' was created by this run, so there is nothing that it could go back to: it was left.\n").And.EndWith("\n  web: web:1, created by this run\n  worker: worker:1, as before\nCorrect the causes above, then deploy again (--target=Deploy)."));
    }

    [Test]
    public async Task One_that_ECS_shifts_goes_back_by_a_deployment_of_what_it_ran()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([ecs.ByEcs("web"), Member("worker", "1", "web")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack), failure.Message);
        Assert.That(failure.Message, Does.EndWith("\n  web: web:1, as before\n  worker: worker:1, as before"));
        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "worker:1", "web:1" }));
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public async Task One_that_CodeDeploy_shifts_is_rolled_back_by_it_while_the_old_tasks_wait_and_else_deployed_again(bool waits, int deployments)
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED" } };

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([ecs.ByCodeDeploy("web", waits), Member("worker", "1", "web")]));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack), failure.Message);
        Assert.That(failure.Message, Does.EndWith("\n  web: web:1, as before\n  worker: worker:1, as before"));
        Assert.That((ecs.Aws.DocumentsTo("CreateDeployment").Count, ecs.Aws.DocumentsTo("StopDeployment").Count), Is.EqualTo((deployments, waits ? 1 : 0)));
    }

    [Test]
    public async Task With_no_rollback_all_are_left_for_inspection()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "FAILED" } };
        var members = new[] { Member("web"), Member("worker", "1", "web") }.Select(member => member with { Request = member.Request with { RollsBack = false } }).ToList();

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(members));

        Assert.That((failure!.Outcome, ecs.Runs("web"), ecs.Runs("worker")), Is.EqualTo((RolloutOutcome.NotRolledBack, "web:2", "worker:2")));
    }

    [Test]
    public async Task The_order_is_kept_through_a_service_that_does_not_change()
    {
        using var ecs = new FakeServices("web", "worker", "mail");

        await ecs.RollAsync([Member("web", "1", "mail"), Member("mail", "0", "worker"), Member("worker")]);

        Assert.That(ecs.Moves, Is.EqualTo(new[] { "worker:2", "web:2" }));
    }

    [Test]
    public async Task One_that_wants_no_tasks_is_part_of_a_release_that_others_have_verified()
    {
        using var ecs = new FakeServices("web", "worker");
        ecs.Decorate("worker", node => (node["desiredCount"], node["runningCount"]) = (0, 0));

        await ecs.RollAsync([Member("web"), Member("worker")]);

        Assert.That(ecs.TagsOf("worker:2"), Has.Some.StartsWith("slipway:released="));
    }

    [Test]
    public async Task One_that_runs_the_release_already_is_not_moved_and_is_tagged_as_the_builds_too()
    {
        using var ecs = new FakeServices("web", "worker");
        await ecs.RollAsync([Tagged("web", "1", "41"), Tagged("worker", "1", "41")], steps => steps with { Build = "41" });

        var results = await ecs.RollAsync([Tagged("web", "2", "42"), Tagged("worker", "1", "42")]);
        await ecs.RollAsync([Tagged("web", "3", "43"), Tagged("worker", "1", "43")], steps => steps with { Build = "43" });

        Assert.That(results["worker"].Changed, Is.False);
        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2", "worker:2", "web:3", "web:4" }));
        Assert.That(ecs.TagsOf("web:3"), Does.Contain("slipway:beside=42 worker:2"));
        Assert.That(ecs.TagsOf("web:4"), Does.Contain("slipway:beside=43 worker:2"));
        Assert.That(ecs.TagsOf("worker:2").Where(tag => tag.StartsWith("slipway:build", StringComparison.Ordinal) || tag.StartsWith("slipway:unchanged-in", StringComparison.Ordinal)), Is.EqualTo(new[] { "slipway:build=41" }));

        static GroupMember Tagged(string name, string digest, string build) =>
            Member(name, digest) with { Request = Member(name, digest).Request with { Tags = new Dictionary<string, string> { ["slipway:build"] = build } } };
    }

    [Test]
    public async Task A_check_that_fails_leaves_nothing_behind()
    {
        using var ecs = new FakeServices("web", "worker");
        var members = new[] { Member("web"), Member("worker") with { Check = (_, _) => throw new InvalidOperationException("no image") } };

        Assert.That(async () => await ecs.RollAsync(members), Throws.InvalidOperationException.With.Message.EqualTo("no image"));

        Assert.That(ecs.Aws.Requests.Select(request => request.Key), Has.None.EqualTo("RegisterTaskDefinition").And.None.EqualTo("UpdateService"));
    }

    [Test]
    public async Task A_step_before_the_move_that_fails_leaves_all_services_alone()
    {
        using var ecs = new FakeServices("web", "worker");

        Assert.That(async () => await ecs.RollAsync([Member("web"), Member("worker")], steps => steps with { BeforeRollout = (_, _) => throw new InvalidOperationException("no migration") }), Throws.InvalidOperationException);

        Assert.That(ecs.Moves, Is.Empty);
    }

    [Test]
    public async Task A_revision_that_cannot_be_registered_takes_those_of_the_others_with_it()
    {
        using var ecs = new FakeServices("web", "worker");
        var register = 0;
        ecs.Aws.On("RegisterTaskDefinition", _ => ++register == 1 ? AwsAnswer.Ok("{'taskDefinition':{'taskDefinitionArn':'arn:aws:ecs:eu-west-2:111122223333:task-definition/web:2'}}") : AwsAnswer.Refusal("ClientException", "no role"));

        Assert.That(async () => await ecs.RollAsync([Member("web"), Member("worker")]), Throws.TypeOf<AwsException>().With.Message.Contains("no role"));

        Assert.That(ecs.Moves, Is.Empty);
        Assert.That(ecs.Aws.DocumentsTo("DeregisterTaskDefinition"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task All_that_is_refused_is_told_at_once_and_nothing_is_registered()
    {
        using var ecs = new FakeServices("web", "worker");
        var members = new[] { Member("web"), Member("worker") }.Select(member => member with { Request = member.Request with { Strategy = RolloutStrategy.EcsBlueGreen } }).ToList();

        var refused = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(members));

        Assert.That(refused!.Outcome, Is.EqualTo(RolloutOutcome.Refused));
        Assert.That(refused.Message, Does.Contain("slipway.yml:web: service 'web'").And.Contain("\nslipway.yml:worker: service 'worker'"));
        Assert.That(ecs.Aws.Requests.Select(request => request.Key), Has.None.EqualTo("RegisterTaskDefinition"));
    }

    [Test]
    public async Task One_that_is_on_its_way_at_the_deadline_leaves_the_others_where_they_are()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["worker:2"] = "IN_PROGRESS" } };

        var open = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync([Member("web"), Member("worker")]));

        Assert.That(open!.Outcome, Is.EqualTo(RolloutOutcome.StillInProgress));
        Assert.That(open.Message, Does.EndWith("\n  web: web:2, the release\n  worker: worker:2, still on its way\nCheck with --target=Status until they have arrived; then --target=Deploy verifies the release and records it."));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task An_update_that_AWS_refuses_before_any_other_is_moved_is_that_refusal()
    {
        using var ecs = new FakeServices("web", "worker") { Ends = { ["web:2"] = "REFUSED" } };

        Assert.That(async () => await ecs.RollAsync([Member("web"), Member("worker", "1", "web")]), Throws.TypeOf<AwsException>().With.Message.Contains("may not deploy web:2"));

        Assert.That(ecs.Aws.DocumentsTo("DeregisterTaskDefinition"), Has.Count.EqualTo(2));
    }
}
