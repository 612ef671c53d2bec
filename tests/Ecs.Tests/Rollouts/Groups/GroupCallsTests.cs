using Slipway.Ecs.Rollouts.Groups;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.Groups.FakeServices;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>How many calls many services take, and that few calls are as sure as many.</summary>
public sealed class GroupCallsTests
{
    private static readonly int[] Sizes = [10, 20, 50];

    [Test]
    public async Task Calls_grow_by_less_than_six_for_each_service_that_changes_and_by_less_than_one_for_each_that_does_not()
    {
        var (all, one) = (new List<int>(), new List<int>());
        foreach (var size in Sizes)
        {
            using var ecs = new FakeServices(Names(size));
            all.Add((await CountAsync(ecs, "41", Names(size).Select(name => Build(name, "1", "41")))).Count);
            one.Add((await CountAsync(ecs, "42", Names(size).Select((name, index) => Build(name, index == 0 ? "2" : "1", "42")))).Count);
            await TestContext.Out.WriteLineAsync($"{size} services: {all[^1]} calls when all change, {one[^1]} when one does");
        }

        Assert.That(Slopes(all), Is.All.LessThan(6));
        Assert.That(Slopes(one), Is.All.LessThan(1));
        Assert.That(one, Is.All.LessThan(40));
    }

    [Test]
    public async Task One_of_fifty_that_changes_is_all_that_is_moved_and_read()
    {
        using var ecs = new FakeServices(Names(50));
        await CountAsync(ecs, "41", Names(50).Select(name => Build(name, "1", "41")));

        var calls = await CountAsync(ecs, "42", Names(50).Select((name, index) => Build(name, index == 0 ? "2" : "1", "42")));

        Assert.That(ecs.Moves.Skip(50), Is.EqualTo(new[] { "service-1:3" }));
        Assert.That(calls.Where(call => call.Key is not ("DescribeServices" or "ListTasks" or "DescribeTasks")).Select(call => call.Key).Order(StringComparer.Ordinal), Is.EqualTo(
            new[] { "DescribeClusters", "DescribeTaskDefinition", "RegisterTaskDefinition", "TagResource", "TagResource", "UpdateService" }));
        Assert.That(calls.Where(call => call.Key == "DescribeServices").Select(call => call.Document["services"]!.AsArray().Count), Is.All.LessThanOrEqualTo(10));
    }

    [Test]
    public async Task What_a_service_says_of_another_revision_than_it_has_counts_for_nothing()
    {
        using var ecs = new FakeServices("web", "worker");
        await CountAsync(ecs, "41", [Build("web", "1", "41"), Build("worker", "1", "41")]);
        ecs.Begin("worker", "arn:aws:ecs:eu-west-2:111122223333:task-definition/worker:1");
        var before = ecs.Aws.Requests.Count;

        var results = await ecs.RollAsync([Build("web", "2", "42"), Build("worker", "1", "42")]);

        Assert.That((results["worker"].Changed, ecs.Runs("worker")), Is.EqualTo((true, "worker:3")));
        Assert.That(ecs.Aws.Requests.Skip(before).Where(call => call.Key == "DescribeTaskDefinition").Select(call => (string?)call.Document["taskDefinition"]), Has.Some.EndsWith("/worker:1"));
    }

    [Test]
    public async Task What_a_service_runs_is_noted_when_it_was_released_and_not_before()
    {
        using var ecs = new FakeServices("web", "worker");

        Assert.That(async () => await ecs.RollAsync([Build("web", "1", "41"), Build("worker", "1", "41")], steps => steps with { Verify = (_, _) => throw new InvalidOperationException("no answer") }), Throws.InvalidOperationException);
        var unverified = ecs.TagsOfService("web").ToList();
        await CountAsync(ecs, "42", [Build("web", "1", "42"), Build("worker", "1", "42")]);

        Assert.That(unverified, Is.Empty);
        Assert.That(ecs.TagsOfService("web").Single(), Does.StartWith("slipway:content=web:2 "));
        Assert.That(ecs.TagsOf("web:2"), Has.Some.StartsWith("slipway:released="));
    }

    [Test]
    public async Task A_build_that_changes_nothing_is_noted_on_one_service_with_the_others()
    {
        using var ecs = new FakeServices(Names(12));
        await CountAsync(ecs, "41", Names(12).Select(name => Build(name, "1", "41")));

        var calls = await CountAsync(ecs, "42", Names(12).Select(name => Build(name, "1", "42")));

        Assert.That(ecs.TagsOf("service-1:2"), Does.Contain("slipway:unchanged-in=42").And.Contain("slipway:unchanged-commit=c0ffee"));
        Assert.That(ecs.TagsOf("service-1:2"), Has.Some.Contains("slipway:unchanged-beside=42 service-2:2 service-3:2"));
        Assert.That(calls.Count(call => call.Key == "TagResource"), Is.EqualTo(1));
        Assert.That(calls, Has.Count.LessThan(10));
    }

    [Test]
    public async Task Services_that_are_left_aside_are_noted_as_parts_of_the_release()
    {
        using var ecs = new FakeServices("web", "worker");

        await ecs.RollAsync([Build("web", "1", "42")], steps => steps with { Aside = ["arn:aws:ecs:eu-west-2:111122223333:task-definition/worker:1"] });

        Assert.That(ecs.TagsOf("web:2"), Does.Contain("slipway:beside=42 worker:1"));
        Assert.That(ecs.Moves, Is.EqualTo(new[] { "web:2" }));
    }

    [Test]
    public async Task A_call_that_is_throttled_is_made_again_until_there_is_room()
    {
        using var ecs = new FakeServices("web", "worker");
        var refusals = 3;
        ecs.Aws.On("RegisterTaskDefinition", request => refusals-- > 0 ? AwsAnswer.Refusal("ThrottlingException", "Rate exceeded") : ecs.Register(request));

        await ecs.RollAsync([Build("web", "1", "41"), Build("worker", "1", "41")]);

        Assert.That((ecs.Runs("web"), ecs.Runs("worker")), Is.EqualTo(("web:2", "worker:2")));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"service-{number}")];

    private static GroupMember Build(string name, string digest, string build) =>
        Member(name, digest) with { Request = Member(name, digest).Request with { Tags = new Dictionary<string, string> { ["slipway:build"] = build } } };

    private static async Task<IReadOnlyList<RecordedRequest>> CountAsync(FakeServices ecs, string build, IEnumerable<GroupMember> members)
    {
        var before = ecs.Aws.Requests.Count;
        await ecs.RollAsync([.. members], steps => steps with { Build = build });
        return [.. ecs.Aws.Requests.Skip(before)];
    }

    private static IEnumerable<double> Slopes(List<int> calls) => Enumerable.Range(1, Sizes.Length - 1).Select(index => (calls[index] - calls[index - 1]) / (double)(Sizes[index] - Sizes[index - 1]));
}
