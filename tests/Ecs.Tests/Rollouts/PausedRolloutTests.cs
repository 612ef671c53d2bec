using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Tests.Schedules;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;
using static Slipway.Ecs.Tests.Rollouts.PausedDeployments;
using static Slipway.Ecs.Tests.Schedules.FakeSchedules;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Deployments that wait at a lifecycle hook for a person.</summary>
public sealed class PausedRolloutTests
{
    [Test]
    public async Task A_pause_is_told_once_with_its_times_and_the_way_on_and_does_not_count_against_the_deadline()
    {
        // Longer than the request's two minutes, at ten seconds a look at most.
        using var ecs = BlueGreen([.. Enumerable.Repeat(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), 40), State("IN_PROGRESS", "BAKE_TIME"), State("SUCCESSFUL", "CLEAN_UP")]);

        var result = await ecs.RollAsync(request => ByEcs(request) with { PauseAdvice = "To continue it: this. To roll it back: that." });

        Assert.That(result, Is.EqualTo(new RolloutResult(New, Own, 2, Changed: true)));
        Assert.That(ecs.Time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(Begin), Is.GreaterThan(TimeSpan.FromMinutes(5)));
        Assert.That(ecs.Lines.Where(line => line.Contains("paused", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "The deployment is paused at POST_SCALE_UP since 2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z, when ECS rolls it back. To continue it: this. To roll it back: that.",
        }));
    }

    [Test]
    public async Task The_time_before_and_after_a_pause_counts()
    {
        using var ecs = BlueGreen([State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("IN_PROGRESS", "BAKE_TIME")]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.StillInProgress));
        Assert.That(failure.Message, Does.Contain("is still in progress after 120 s"));
    }

    [TestCase("", "POST_SCALE_UP")]
    [TestCase("POST_SCALE_UP", "POST_SCALE_UP")]
    [TestCase("PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT")]
    public async Task A_run_that_waits_for_a_pause_ends_with_it_and_leaves_the_deployment(string until, string stage)
    {
        using var ecs = BlueGreen([State("IN_PROGRESS", "SCALE_UP"), State("IN_PROGRESS", stage, "h-1")]);
        var verified = 0;

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(
            request => ByEcs(request) with { WaitsUntil = until, PauseAdvice = "To continue it: this." },
            (_, _) =>
            {
                verified++;
                return System.Threading.Tasks.Task.CompletedTask;
            }));

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.Paused,
            $"Deployment {Own} of service 'web' is paused at {stage} since 2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z, when ECS rolls it back. To continue it: this.\nIt was not verified.")));
        Assert.That((verified, ecs.Aws.DocumentsTo("StopServiceDeployment").Count, ecs.Aws.DocumentsTo("TagResource").Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task A_pause_at_another_stage_is_waited_out()
    {
        using var ecs = BlueGreen([State("IN_PROGRESS", "PRE_SCALE_UP", "h-1"), State("IN_PROGRESS", "POST_SCALE_UP", "h-2")]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => ByEcs(request) with { WaitsUntil = "POST_SCALE_UP" }));

        Assert.That(failure!.Message, Does.Contain("is paused at POST_SCALE_UP"));
        Assert.That(ecs.Lines.Count(line => line.StartsWith("The deployment is paused at PRE_SCALE_UP", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_rolling_deployment_is_asked_for_its_pause_where_the_service_has_hooks()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling("IN_PROGRESS", New)).Service(Rolling("COMPLETED", Old), Rolling("IN_PROGRESS", New));
        ecs.Aws.On("DescribeServiceDeployments", AwsAnswer.Ok(State("IN_PROGRESS", "PRE_SCALE_UP", "h-1")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { WaitsUntil = "" }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.Paused));
        Assert.That(failure.Message, Does.StartWith("Deployment d-2 of service 'web' is paused at PRE_SCALE_UP since "));
    }

    [Test]
    public async Task A_rolling_deployment_of_a_service_with_hooks_is_cancelled_by_ECS_since_an_update_would_pause_as_well()
    {
        using var cancelled = new CancellationTokenSource();
        var tasks = (int)JsonNode.Parse(Rolling("COMPLETED", Old))!["desiredCount"]!;
        using var ecs = new FakeEcs().Started("UpdateService", Rolling("IN_PROGRESS", New))
            .Service(Rolling("COMPLETED", Old), With(Rolling("IN_PROGRESS", New), service => service["desiredCount"] = tasks + 3));
        ecs.LongestWait = TimeSpan.FromSeconds(2);
        ecs.Aws.On("StopServiceDeployment", AwsAnswer.Ok("{}")).On("DescribeServiceDeployments", _ =>
        {
            cancelled.Cancel();
            return AwsAnswer.Ok(State("IN_PROGRESS", "PRE_SCALE_UP", "h-1"));
        });

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(request => request with { DesiredCount = tasks + 3 }, cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("StopServiceDeployment").Single().ToJsonString(), Is.EqualTo($$"""{"serviceDeploymentArn":"{{Own}}","stopType":"ROLLBACK"}"""));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => ((int?)update["desiredCount"], update["taskDefinition"] is null)), Is.EqualTo(new[] { ((int?)tasks + 3, false), (tasks, true) }));
    }

    [Test]
    public async Task What_is_continued_is_followed_to_its_end_verified_and_recorded()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("SUCCESSFUL", "CLEAN_UP"));
        RolloutResult? verified = null;

        var result = await ecs.ContinueAsync(request => request with { WaitsUntil = "" }, rollsBack: false, (seen, _) =>
        {
            verified = seen;
            return System.Threading.Tasks.Task.CompletedTask;
        });

        Assert.That(result, Is.EqualTo(new RolloutResult(New, Own, 2, Changed: true)));
        Assert.That(verified, Is.EqualTo(result));
        Assert.That(ecs.Aws.DocumentsTo("ContinueServiceDeployment").Single().ToJsonString(), Is.EqualTo($$"""{"serviceDeploymentArn":"{{Own}}","hookId":"h-1","action":"CONTINUE"}"""));
        Assert.That((string?)ecs.Aws.DocumentsTo("TagResource").Single()["resourceArn"], Is.EqualTo(New));
    }

    [Test]
    public async Task Schedules_follow_what_is_continued_when_it_is_verified()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("SUCCESSFUL", "CLEAN_UP"));
        var schedules = new FakeSchedules(ecs.Aws, "nightly") { ["nightly"] = Schedule("nightly", "shop:1") };
        var atVerification = "";

        await ecs.ContinueAsync(
            request => request,
            rollsBack: false,
            (_, _) =>
            {
                atVerification = schedules.Runs("nightly");
                return System.Threading.Tasks.Task.CompletedTask;
            },
            Wanted("nightly", service: ""));

        Assert.That((atVerification, schedules.Runs("nightly")), Is.EqualTo(("shop:1", "shop:2")));
        Assert.That((string?)ecs.Aws.DocumentsTo("TagResource").Single()["resourceArn"], Is.EqualTo(New));
    }

    [Test]
    public async Task A_schedule_that_cannot_follow_is_a_failure_and_the_service_stays()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("SUCCESSFUL", "CLEAN_UP"));
        var schedules = new FakeSchedules(ecs.Aws, "first", "second") { ["first"] = Schedule("first", "shop:1"), ["second"] = Schedule("second", "shop:1") };
        schedules.Refused.Add("updated second shop:2");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.ContinueAsync(request => request, rollsBack: false, null, Wanted("first", service: ""), Wanted("second", service: "")));

        Assert.That((failure!.Outcome, schedules.Runs("first"), schedules.Runs("second")), Is.EqualTo((RolloutOutcome.NotRolledBack, "shop:1", "shop:1")));
        Assert.That(failure.Message, Does.StartWith("slipway.yml:second: schedule 'second' (second) could not be brought to shop:2. ").And.EndsWith("\nService 'web' has shop:2.\nThe schedules now:\n  first: shop:1\n  second: shop:1"));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task A_schedule_that_cannot_be_created_is_refused_before_the_pause_is_answered()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("SUCCESSFUL", "CLEAN_UP"));
        _ = new FakeSchedules(ecs.Aws, "nightly");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.ContinueAsync(request => request, rollsBack: false, null, Wanted("nightly", service: "")));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.Refused));
        Assert.That(ecs.Aws.DocumentsTo("ContinueServiceDeployment"), Is.Empty);
    }

    [Test]
    public async Task A_hook_that_someone_else_was_quicker_at_is_no_failure_when_another_was_answered()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1", "h-2"), State("SUCCESSFUL", "CLEAN_UP"));
        ecs.Aws.On("ContinueServiceDeployment", AwsAnswer.Ok("{}"), AwsAnswer.Refusal("InvalidParameterException", "It does not wait."));

        var result = await ecs.ContinueAsync(request => request, rollsBack: false);

        Assert.That(result.TaskDefinition, Is.EqualTo(New));
        Assert.That(ecs.Lines, Has.Some.StartsWith("Hook h-2 does not wait any more: ").And.Some.EndsWith(": It does not wait."));
    }

    [Test]
    public async Task What_is_rolled_back_is_waited_for_and_is_no_failure()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1", "h-2"), State("ROLLBACK_IN_PROGRESS", null), State("ROLLBACK_SUCCESSFUL", null));
        ecs.Service(Serving(New), Serving(New), Serving(Old));

        var result = await ecs.ContinueAsync(request => request, rollsBack: true);

        Assert.That(result, Is.EqualTo(new RolloutResult(Old, Own, 2, Changed: true)));
        Assert.That(ecs.Aws.DocumentsTo("ContinueServiceDeployment").Select(one => ((string?)one["hookId"], (string?)one["action"])), Is.EqualTo(new[] { ("h-1", "ROLLBACK") }));
        Assert.That(ecs.Aws.DocumentsTo("TagResource"), Is.Empty);
    }

    [Test]
    public async Task A_deployment_that_waits_for_nobody_is_refused()
    {
        using var ecs = Paused(State("IN_PROGRESS", "SCALE_UP"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.ContinueAsync(request => request, rollsBack: false));

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.Refused, $"No deployment of service 'web' is paused, so there is nothing to continue; it has {New}. Check it with --target=Status.")));
        Assert.That(ecs.Aws.DocumentsTo("ContinueServiceDeployment"), Is.Empty);
    }

    [Test]
    public async Task A_rollback_that_fails_is_a_failure()
    {
        using var ecs = Paused(State("IN_PROGRESS", "POST_SCALE_UP", "h-1"), State("ROLLBACK_FAILED", null));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.ContinueAsync(request => request, rollsBack: true));

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.NotRolledBack, $"Deployment {Own} of service 'web' was not rolled back: it is ROLLBACK_FAILED. It has {New}.")));
    }

    private static RolloutRequest ByEcs(RolloutRequest request) => request with { Strategy = RolloutStrategy.EcsBlueGreen };

    private static FakeEcs BlueGreen(string[] states)
    {
        var ecs = new FakeEcs().Started("UpdateService", Serving(Old)).Service(Serving(Old), Serving(New));
        ecs.Aws
            .On("ListServiceDeployments", AwsAnswer.Ok("{'serviceDeployments':[]}"), AwsAnswer.Ok($"{{'serviceDeployments':[{{'serviceDeploymentArn':'{Own}','targetServiceRevisionArn':'{Target}'}}]}}"))
            .On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'{Target}','taskDefinition':'{New}'}}]}}"))
            .On("DescribeServiceDeployments", [.. states.Select(state => AwsAnswer.Ok(state))]);
        return ecs;
    }

    /// <summary>A service whose deployment may be paused already.</summary>
    private static FakeEcs Paused(params string[] states)
    {
        var ecs = new FakeEcs().Service(Serving(New));
        ecs.Aws
            .On("ListServiceDeployments", AwsAnswer.Ok($"{{'serviceDeployments':[{{'serviceDeploymentArn':'{Own}'}}]}}"))
            .On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'{Source}','taskDefinition':'{Old}'}},{{'serviceRevisionArn':'{Target}','taskDefinition':'{New}'}}]}}"))
            .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{New}'}},'tags':[{{'key':'slipway:application','value':'shop'}},{{'key':'slipway:build','value':'7'}}]}}"))
            .On("ContinueServiceDeployment", AwsAnswer.Ok("{}"))
            .On("DescribeServiceDeployments", [.. states.Select(state => AwsAnswer.Ok(state))]);
        return ecs;
    }

    private static string Serving(string taskDefinition) => With(
        Describe(taskDefinition, 2, 2, ("d-1", taskDefinition, "COMPLETED")),
        service => service["deploymentConfiguration"] = new JsonObject { ["strategy"] = "BLUE_GREEN" });
}
