using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>What someone sees who watches a rollout.</summary>
public sealed class WatchedRolloutTests
{
    private const string Groups = "'loadBalancers':[{'targetGroupArn':'arn:aws:elasticloadbalancing:eu-west-2:1:targetgroup/web/1'}],";

    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Starting = Describe(New, 2, 1, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Started = Describe(New, 2, 2, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Done = Describe(New, 2, 2, ("d-2", New, "COMPLETED"));

    [Test]
    public async Task Each_look_shows_the_deployments_the_targets_and_what_is_waited_for()
    {
        var view = new Recorded();
        using var ecs = new FakeEcs { View = view }.Started("UpdateService", Starting).Service(Before, Starting, Behind(Started), Behind(Started), Started, Done);
        ecs.Aws.On("POST /", Targets("healthy", "initial"), Targets("healthy", "healthy"));

        var result = await ecs.RollAsync();

        Assert.That(result.Changed);
        Assert.That(view.Looks.Select(look => (look.Line, look.Deployments.Count, string.Join(' ', look.Targets.Select(target => target.State)), look.Stage)), Is.EqualTo(new[]
        {
            ("1/2 running, 0 pending, 0 failed", 2, "", "waiting for 1 of 2 tasks to start"),
            ("2/2 running, 0 pending, 0 failed", 2, "healthy initial", "waiting for 1 of 2 targets to become healthy"),
            ("2/2 running, 0 pending, 0 failed", 2, "healthy healthy", "waiting for its completion"),
            ("2/2 running, 0 pending, 0 failed", 2, "", "waiting for its completion"),
            ("2/2 running, 0 pending, 0 failed", 1, "", "done"),
        }));
        Assert.That(view.Looks[0].Deployments.Select(one => (one.TaskDefinition, one.Desired, one.Running)), Is.EqualTo(new[] { (New, 2, 1), (Old, 2, 0) }));
        Assert.That(view.Closed, Is.EqualTo(1));
        Assert.That(ecs.Lines, Has.None.EndsWith("failed"));
    }

    [Test]
    public async Task Targets_that_the_caller_may_not_see_are_left_out()
    {
        var view = new Recorded();
        using var ecs = new FakeEcs { View = view }.Started("UpdateService", Starting).Service(Before, Behind(Done));
        ecs.Aws.On("POST /", AwsAnswer.Refusal("AccessDenied", "No."));

        await ecs.RollAsync();

        Assert.That(view.Looks.Single().Targets, Is.Empty);
    }

    [Test]
    public async Task A_rollback_is_shown_to_its_end_and_the_view_is_closed()
    {
        var view = new Recorded();
        using var ecs = new FakeEcs { View = view }.Started("UpdateService", Starting).Service(
            Before,
            Describe(Old, 2, 1, ("d-3", Old, "IN_PROGRESS"), ("d-2", New, "FAILED")),
            Describe(Old, 2, 2, ("d-3", Old, "COMPLETED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(view.Looks.Select(look => look.Stage), Is.EqualTo(new[] { "waiting for 1 of 2 tasks to start", "rolled back" }));
        Assert.That(view.Closed, Is.EqualTo(1));
    }

    private static string Behind(string service) => service.Replace("{\"serviceName\"", $"{{{Groups.Replace('\'', '"')}\"serviceName\"", StringComparison.Ordinal);

    private static AwsAnswer Targets(params string[] states) => AwsAnswer.Ok(
        "<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>"
        + string.Concat(states.Select((state, index) => $"<member><Target><Id>i-{index}</Id><Port>80</Port></Target><TargetHealth><State>{state}</State></TargetHealth></member>"))
        + "</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>");

    private sealed class Recorded : IRolloutView
    {
        public List<RolloutSnapshot> Looks { get; } = [];

        public int Closed { get; private set; }

        public void Show(RolloutSnapshot look) => Looks.Add(look);

        public void Close() => Closed++;
    }
}
