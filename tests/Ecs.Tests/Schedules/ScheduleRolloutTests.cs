using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.Tests.Rollouts.Groups;
using static Slipway.Ecs.Tests.Rollouts.Groups.FakeServices;
using static Slipway.Ecs.Tests.Schedules.FakeSchedules;

namespace Slipway.Ecs.Tests.Schedules;

/// <summary>Schedules go with the services of a release, and back with them.</summary>
public sealed class ScheduleRolloutTests
{
    [Test]
    public async Task A_schedule_gets_the_revision_of_its_service_and_keeps_all_else()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "nightly") { ["nightly"] = Schedule("nightly", "web:1") };

        await RollAsync(ecs, [Member("web")], Wanted("nightly"));

        var expected = Schedule("nightly", "web:2");
        foreach (var member in new[] { "Arn", "CreationDate", "LastModificationDate", "KmsKeyArn" }) expected.Remove(member);
        Assert.That(JsonNode.DeepEquals(schedules["nightly"], expected), schedules["nightly"].ToJsonString());
        Assert.That(ecs.Lines, Does.Contain("Schedule 'nightly' (nightly) runs web:2 now, before web:1"));
    }

    [Test]
    public async Task What_is_configured_is_set_beside_and_other_overrides_stay()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "nightly") { ["nightly"] = Schedule("nightly", "web:1") };

        await RollAsync(ecs, [Member("web")], Wanted("nightly") with
        {
            Expression = "rate(1 day)",
            TimeZone = "UTC",
            Role = "arn:aws:iam::111122223333:role/new",
            IsEnabled = true,
            Container = "app",
            Command = ["php", "report"],
            Network = new(["subnet-1"], ["sg-1"], PublicIp: true),
        });

        var (now, target) = (schedules["nightly"], schedules["nightly"]["Target"]!);
        Assert.That($"{now["ScheduleExpression"]} {now["ScheduleExpressionTimezone"]} {now["State"]} {now["Description"]} {target["RoleArn"]}", Is.EqualTo("rate(1 day) UTC ENABLED by hand arn:aws:iam::111122223333:role/new"));
        Assert.That((string?)target["Input"], Is.EqualTo("""{"containerOverrides":[{"name":"app","environment":[{"name":"A","value":"1"}],"command":["php","report"]}]}"""));
        Assert.That(target["EcsParameters"]!["NetworkConfiguration"]!.ToJsonString(), Is.EqualTo("""{"awsvpcConfiguration":{"Subnets":["subnet-1"],"SecurityGroups":["sg-1"],"AssignPublicIp":"ENABLED"}}"""));
    }

    [Test]
    public async Task A_schedule_that_is_not_there_is_created_where_its_service_runs()
    {
        using var ecs = new FakeServices("web");
        ecs.Decorate("web", service => (service["launchType"], service["networkConfiguration"]) = ("FARGATE", JsonNode.Parse("""{"awsvpcConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": "DISABLED"}}""")));
        var schedules = new FakeSchedules(ecs.Aws, "nightly");

        await RollAsync(ecs, [Member("web")], Wanted("nightly") with { Expression = "rate(1 day)", Role = "arn:aws:iam::111122223333:role/new", Container = "app", Command = ["report"] });

        Assert.That(schedules["nightly"].ToJsonString(), Is.EqualTo(JsonNode.Parse("""
            {"GroupName": "default", "FlexibleTimeWindow": {"Mode": "OFF"},
             "Target": {"Arn": "arn:aws:ecs:eu-west-2:111122223333:cluster/shop",
               "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:eu-west-2:111122223333:task-definition/web:2", "LaunchType": "FARGATE", "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-1"], "AssignPublicIp": "DISABLED"}}},
               "RoleArn": "arn:aws:iam::111122223333:role/new", "Input": "PLACE"},
             "ScheduleExpression": "rate(1 day)", "Name": "nightly"}
            """.Replace("PLACE", """{\"containerOverrides\":[{\"name\":\"app\",\"command\":[\"report\"]}]}""", StringComparison.Ordinal))!.ToJsonString()));
    }

    [Test]
    public async Task What_a_schedule_has_already_is_not_sent_again()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "nightly") { ["nightly"] = Schedule("nightly", "web:1") };

        await RollAsync(ecs, [Member("web", "0")], Wanted("nightly"));

        Assert.That(schedules.Changes, Is.Empty);
        Assert.That(ecs.Lines, Does.Contain("Schedule 'nightly' (nightly) runs web:1 already"));
    }

    [Test]
    public async Task When_the_second_of_two_is_refused_both_and_the_services_are_back_and_nothing_is_tagged()
    {
        using var ecs = new FakeServices("web", "worker");
        var before = Schedule("first", "web:1");
        var schedules = new FakeSchedules(ecs.Aws, "first", "second") { ["first"] = before, ["second"] = Schedule("second", "worker:1") };
        schedules.Refused.Add("updated second worker:2");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => RollAsync(ecs, [Member("web"), Member("worker")], Wanted("first"), Wanted("second", "worker")));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.StartWith("slipway.yml:second: schedule 'second' (second) could not be brought to worker:2. Scheduler UpdateSchedule failed: ValidationException"));
        Assert.That(failure.Message, Does.EndWith("\nThe services now:\n  web: web:1, as before\n  worker: worker:1, as before\nThe schedules now:\n  first: web:1\n  second: worker:1"));
        Assert.That(schedules.Changes, Is.EqualTo(new[] { "updated first web:2", "updated first web:1" }));
        Assert.That((string?)schedules["first"]["Target"]!["DeadLetterConfig"]!["Arn"], Is.EqualTo((string?)before["Target"]!["DeadLetterConfig"]!["Arn"]));
        Assert.That((ecs.Runs("web"), ecs.Runs("worker")), Is.EqualTo(("web:1", "worker:1")));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task A_single_service_goes_back_with_a_schedule_that_is_refused()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "created", "refused") { ["refused"] = Schedule("refused", "web:1") };
        schedules.Refused.Add("updated refused web:2");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollOneAsync(Member("web").Request, Companion(ecs, Wanted("created", "") with { EcsService = "web", Expression = "rate(1 day)", Role = "r" }, Wanted("refused", "") with { EcsService = "web" })));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(failure.Message, Does.EndWith("\nService 'web' was rolled back.\nThe schedules now:\n  created: no such schedule\n  refused: web:1"));
        Assert.That(schedules.Changes, Is.EqualTo(new[] { "created created web:2", "deleted created" }));
        Assert.That(ecs.Runs("web"), Is.EqualTo("web:1"));
    }

    [Test]
    public async Task One_that_cannot_go_back_makes_the_release_one_that_is_not_rolled_back()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "first", "second") { ["first"] = Schedule("first", "web:1"), ["second"] = Schedule("second", "web:1") };
        schedules.Refused.UnionWith(["updated second web:2", "updated first web:1"]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => RollAsync(ecs, [Member("web")], Wanted("first"), Wanted("second")));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.EndWith("\n  web: web:1, as before\nThe schedules now:\n  first: web:2\n  second: web:1"));
    }

    [Test]
    public async Task Cancelled_while_schedules_are_moved_all_are_back()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "first", "second") { ["first"] = Schedule("first", "web:1"), ["second"] = Schedule("second", "web:1") };
        schedules.Changed = cancelled.Cancel;

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync([Member("web")], steps => steps with { Companion = Companion(ecs, Wanted("first"), Wanted("second")) }, cancelled.Token));

        Assert.That((schedules.Runs("first"), schedules.Runs("second"), ecs.Moves), Is.EqualTo(("web:1", "web:1", new[] { "web:2", "web:1" })));
    }

    [Test]
    public async Task A_service_that_fails_leaves_the_schedules_alone()
    {
        using var ecs = new FakeServices("web") { Ends = { ["web:2"] = "FAILED" } };
        var schedules = new FakeSchedules(ecs.Aws, "nightly") { ["nightly"] = Schedule("nightly", "web:1") };

        await Assert.ThrowsAsync<RolloutException>(() => RollAsync(ecs, [Member("web")], Wanted("nightly")));

        Assert.That(schedules.Changes, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_cannot_be_created_is_refused_before_anything_is_registered(bool hasExpression)
    {
        using var ecs = new FakeServices("web");
        _ = new FakeSchedules(ecs.Aws, "nightly");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => RollAsync(ecs, [Member("web")], Wanted("nightly") with { Expression = hasExpression ? "rate(1 day)" : null }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.Refused));
        Assert.That(failure.Message, Is.EqualTo(hasExpression
            ? "slipway.yml:nightly: schedule 'nightly' (nightly in group default) is not there, and cannot be created: write its 'role', which EventBridge Scheduler takes on to start tasks."
            : "slipway.yml:nightly: schedule 'nightly' (nightly in group default) is not there, and cannot be created: write its 'expression'."));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_return_to_an_earlier_release_gives_a_schedule_its_revision_and_nothing_else()
    {
        using var ecs = new FakeServices("web");
        var schedules = new FakeSchedules(ecs.Aws, "nightly", "later") { ["nightly"] = Schedule("nightly", "web:7") };

        await RollAsync(ecs, [Member("web", "0")], Wanted("nightly") with { OnlyRevision = true, Expression = "rate(1 day)" }, Wanted("later") with { OnlyRevision = true });

        Assert.That((schedules.Runs("nightly"), (string?)schedules["nightly"]["ScheduleExpression"], schedules.Has("later")), Is.EqualTo(("web:1", "cron(0 3 * * ? *)", false)));
    }

    private static Task<IReadOnlyDictionary<string, RolloutResult>> RollAsync(FakeServices ecs, IReadOnlyList<GroupMember> members, params WantedSchedule[] wanted) =>
        ecs.RollAsync(members, steps => steps with { Companion = Companion(ecs, wanted) });

    private static ScheduleRollout Companion(FakeServices ecs, params WantedSchedule[] wanted) => new(ecs.Clients, wanted);
}
