using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>What a service has that is not of this deployment stays: numbers of tasks, target groups, tags.</summary>
public sealed class KeptSettingsTests
{
    private const string Groups = """[{"targetGroupArn":"arn:a","containerName":"app","containerPort":80},{"targetGroupArn":"arn:b","containerName":"app","containerPort":81}]""";

    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Done = Describe(New, 2, 2, ("d-2", New, "COMPLETED"));

    [Test]
    public async Task A_target_group_is_added_to_those_that_the_service_has()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Done).Service(With(Before, Balanced), Done);

        await ecs.RollAsync(balancer: new("arn:web", "app", 80));

        var groups = ecs.Aws.DocumentsTo("UpdateService").Single()["loadBalancers"]!.AsArray();
        Assert.That(groups.Select(group => (string?)group!["targetGroupArn"]), Is.EqualTo(new[] { "arn:a", "arn:b", "arn:web" }));
    }

    [Test]
    public async Task A_target_group_that_the_service_has_for_another_port_moves_to_the_one_that_is_configured()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Done).Service(With(Before, Balanced), Done);

        await ecs.RollAsync(balancer: new("arn:b", "app", 80));

        var groups = ecs.Aws.DocumentsTo("UpdateService").Single()["loadBalancers"]!.AsArray();
        Assert.That(groups.Select(group => ((string?)group!["targetGroupArn"], (int)group["containerPort"]!)), Is.EqualTo(new[] { ("arn:a", 80), ("arn:b", 80) }));
    }

    [Test]
    public async Task What_else_the_service_says_of_a_target_group_stays()
    {
        var before = With(Before, Balanced);
        var advanced = With(before, service => service["loadBalancers"]![1]!["advancedConfiguration"] = new JsonObject { ["roleArn"] = "arn:role" });
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Done).Service(advanced, Done);

        await ecs.RollAsync(balancer: new("arn:b", "app", 80));

        Assert.That((string?)ecs.Aws.DocumentsTo("UpdateService").Single()["loadBalancers"]![1]!["advancedConfiguration"]!["roleArn"], Is.EqualTo("arn:role"));
    }

    [Test]
    public async Task A_target_group_takes_the_place_of_the_one_that_it_replaces()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Done).Service(With(Before, Balanced), Done);

        await ecs.RollAsync(balancer: new("arn:web", "app", 80) { Replaces = ["arn:a"] });

        var groups = ecs.Aws.DocumentsTo("UpdateService").Single()["loadBalancers"]!.AsArray();
        Assert.That(groups.Select(group => (string?)group!["targetGroupArn"]), Is.EqualTo(new[] { "arn:b", "arn:web" }));
    }

    [Test]
    public async Task One_of_several_target_groups_is_no_difference()
    {
        using var ecs = new FakeEcs().RunsTheSame().Service(With(Before, Balanced));

        var result = await ecs.RollAsync(balancer: new("arn:b", "app", 81));

        Assert.That((result.Changed, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_rollback_leaves_the_number_of_tasks_to_whoever_has_set_it()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling(5)).Service(Before, Rolling(5), Failed(5), Back(5));

        await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => update["desiredCount"]), Is.EqualTo(new JsonNode?[] { null, null }));
    }

    [Test]
    public async Task A_rollback_gives_the_number_of_tasks_back_that_the_deployment_has_changed()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling(3)).Service(Before, Rolling(3), Failed(3), Back(2));

        await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(desiredCount: 3));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => (int?)update["desiredCount"]), Is.EqualTo(new int?[] { 3, 2 }));
    }

    [Test]
    public async Task A_rollback_that_finds_another_number_than_the_deployment_has_set_leaves_it()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling(3)).Service(Before, Rolling(7), Failed(7), Back(7));

        await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(desiredCount: 3));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => (int?)update["desiredCount"]), Is.EqualTo(new int?[] { 3, null }));
    }

    [Test]
    public async Task When_ECS_itself_has_rolled_back_the_number_of_tasks_goes_back_as_well()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling(3)).Service(Before, Rolling(3), Back(3));

        await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(desiredCount: 3));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService")[^1].ToJsonString(), Is.EqualTo("""{"cluster":"shop","service":"web","desiredCount":2}"""));
        Assert.That(ecs.Lines[^1], Is.EqualTo("Service 'web' gets its number of tasks back: 2"));
    }

    [Test]
    public async Task A_number_of_tasks_that_cannot_be_given_back_is_told_beside_the_failure_of_the_deployment()
    {
        using var ecs = new FakeEcs().Service(Before, Rolling(3), Back(3));
        ecs.Aws.On("UpdateService", AwsAnswer.Ok($"{{'service':{Rolling(3)}}}"), AwsAnswer.Refusal("AccessDeniedException", "no"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(desiredCount: 3));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(ecs.Lines[^1], Does.StartWith("Service 'web' keeps 3 tasks, and had 2 before: "));
    }

    [TestCase(0, TestName = "A_service_that_is_written_as_zero_tasks_is_deployed_and_not_verified")]
    [TestCase(null, TestName = "A_service_that_someone_scaled_to_zero_is_deployed_and_not_verified")]
    public async Task Without_tasks_there_is_nothing_to_verify(int? desired)
    {
        var verified = false;
        var none = Describe(New, 0, 0, ("d-2", New, "COMPLETED"));
        using var ecs = new FakeEcs().Started("UpdateService", none).Service(With(Before, service => service["desiredCount"] = desired is null ? 0 : 2), none);

        var result = await ecs.RollAsync(desired, Verify);

        Assert.That((result, verified), Is.EqualTo((new RolloutResult(New, "d-2", 0, Changed: true) { WantsNone = true }, false)));
        Assert.That(ecs.Lines[^1], Is.EqualTo($"Service 'web' has {New} and wants no tasks (desiredCount 0): nothing runs, and nothing was verified"));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty, "it is no release yet that others could go back to");

        Task Verify(RolloutResult seen, CancellationToken cancellation)
        {
            verified = true;
            return System.Threading.Tasks.Task.CompletedTask;
        }
    }

    [Test]
    public async Task A_service_of_zero_tasks_that_has_the_revision_already_is_left_alone()
    {
        using var ecs = new FakeEcs().RunsTheSame().Service(Describe(Old, 0, 0, ("d-1", Old, "COMPLETED")));

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(Old, "d-1", 0, Changed: false) { WantsNone = true }));
    }

    [Test]
    public async Task A_DAEMON_service_has_no_number_of_tasks_and_is_verified()
    {
        var verified = false;
        var done = With(Describe(New, 0, 2, ("d-2", New, "COMPLETED")), service => service["schedulingStrategy"] = "DAEMON");
        using var ecs = new FakeEcs().Started("UpdateService", done).Service(With(Before, service => service["schedulingStrategy"] = "DAEMON"), done);

        await ecs.RollAsync(verify: (_, _) =>
        {
            verified = true;
            return System.Threading.Tasks.Task.CompletedTask;
        });

        Assert.That(verified);
    }

    [Test]
    public async Task Tags_of_the_file_are_registered_beside_Slipways_own()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Done).Service(Before, Done);

        await ecs.RollAsync(request => request with { TaskDefinition = Tagged("shop"), Tags = new Dictionary<string, string> { ["slipway:build"] = "7" } });

        var tags = ecs.Aws.DocumentsTo("RegisterTaskDefinition").Single()["tags"]!.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}");
        Assert.That(tags.Take(2), Is.EqualTo(new[] { "team=shop", "slipway:build=7" }));
    }

    [Test]
    public async Task A_release_that_the_file_has_from_another_revision_is_not_this_ones()
    {
        var task = Tagged("shop");
        task.Root["tags"]!.AsArray().Add(new JsonObject { ["key"] = "slipway:released", ["value"] = "2026-01-02T03:04:05Z" });
        using var ecs = new FakeEcs().Started("UpdateService", Done).Service(Before, Done);

        await ecs.RollAsync(request => request with { TaskDefinition = task });

        var tags = ecs.Aws.DocumentsTo("RegisterTaskDefinition").Single()["tags"]!.AsArray().Select(tag => (string?)tag!["key"]);
        Assert.That(tags, Does.Contain("team").And.Not.Contain("slipway:released"));
    }

    [TestCase("shop", false, TestName = "Tags_that_the_revision_has_and_tags_of_others_are_no_difference")]
    [TestCase("mail", true, TestName = "Another_tag_in_the_file_is_a_difference")]
    public async Task Tags_of_the_file_are_compared(string team, bool changes)
    {
        using var ecs = new FakeEcs().RunsTheSame("{'key':'team','value':'shop'},{'key':'cost','value':'9'},{'key':'slipway:build','value':'7'}").Started("UpdateService", Done).Service(Before, Done);

        var result = await ecs.RollAsync(request => request with { TaskDefinition = Tagged(team) });

        Assert.That(result.Changed, Is.EqualTo(changes));
        Assert.That(ecs.Lines.Contains("  ~ tags[team].value: shop → mail"), Is.EqualTo(changes));
    }

    private static TaskDefinitionDocument Tagged(string team)
    {
        var task = FakeEcs.Task.Clone();
        task.Root["tags"] = new JsonArray(new JsonObject { ["key"] = "team", ["value"] = team });
        return task;
    }

    private static void Balanced(JsonNode service) => service["loadBalancers"] = JsonNode.Parse(Groups);

    private static string Rolling(int tasks) => Describe(New, tasks, 0, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));

    private static string Failed(int tasks) => Describe(New, tasks, 0, ("d-2", New, "FAILED"), ("d-1", Old, "COMPLETED"));

    private static string Back(int tasks) => Describe(Old, tasks, tasks, ("d-3", Old, "COMPLETED"));
}
