using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;
using static Slipway.Ecs.Tests.Rollouts.PausedDeployments;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Rolling deployments that ECS does not roll back when they fail: the update that does it pauses at the service's hooks, too.</summary>
public sealed class PausedRollbackTests
{
    [Test]
    public async Task Where_ECS_does_not_roll_back_the_update_that_restores_the_service_is_continued_at_its_pauses()
    {
        using var ecs = NotRolledBack(State("IN_PROGRESS", "PRE_SCALE_UP", "h-1", "h-2"), State("IN_PROGRESS", "POST_SCALE_UP", "h-3"), State("SUCCESSFUL", null));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { WaitsUntil = "" }));

        Assert.That((failure!.Outcome, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo((RolloutOutcome.RolledBack, 2)));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService")[1]["deploymentConfiguration"]!["lifecycleHooks"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(
            ecs.Aws.DocumentsTo("ContinueServiceDeployment").Select(one => ((string?)one["serviceDeploymentArn"], (string?)one["hookId"], (string?)one["action"])),
            Is.EqualTo(new[] { (Own, "h-1", "CONTINUE"), (Own, "h-2", "CONTINUE"), (Own, "h-3", "CONTINUE") }));
        Assert.That(ecs.Lines.Where(line => line.Contains("paused", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "The rollback is paused at PRE_SCALE_UP since 2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z, when ECS rolls it back: continuing it, since what ran before needs no approval",
            "The rollback is paused at POST_SCALE_UP since 2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z, when ECS rolls it back: continuing it, since what ran before needs no approval",
        }));
    }

    [Test]
    public async Task A_restoring_update_that_may_not_be_continued_is_told_with_its_pause()
    {
        using var ecs = NotRolledBack(State("IN_PROGRESS", "PRE_SCALE_UP", "h-1"));
        ecs.Aws.On("ContinueServiceDeployment", AwsAnswer.Refusal("AccessDeniedException", "It may not."));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { PauseAdvice = "To continue it: this." }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.EndWith(
            $"The service was not rolled back within 120 s: it has {Old}. The rollback is paused at PRE_SCALE_UP since 2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z, when ECS rolls it back. To continue it: this."));
        Assert.That(ecs.Lines.Count(line => line.EndsWith("Allow the caller 'ecs:ContinueServiceDeployment'. To continue it: this.", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_rolling_deployment_that_was_continued_and_fails_without_a_rollback_of_ECS_is_restored_as_well()
    {
        using var ecs = NotRolledBack(State("IN_PROGRESS", "PRE_SCALE_UP", "h-0"), State("IN_PROGRESS", "PRE_SCALE_UP", "h-1"), State("SUCCESSFUL", null));
        ecs.Aws.On("UpdateService", AwsAnswer.Ok($"{{'service':{Rolling("IN_PROGRESS", Old, "d-3")}}}"));
        ecs.Service(Rolling("IN_PROGRESS", New), Rolling("FAILED", New), Rolling("IN_PROGRESS", Old, "d-3"), Rolling("IN_PROGRESS", Old, "d-3"), Rolling("COMPLETED", Old, "d-3"));
        ecs.Aws.On("DescribeServiceRevisions", AwsAnswer.Ok(
            $"{{'serviceRevisions':[{{'serviceRevisionArn':'{Source}','taskDefinition':'{Old}','loadBalancers':[{{'targetGroupArn':'blue'}}]}},{{'serviceRevisionArn':'{Target}','taskDefinition':'{New}'}}]}}"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.ContinueAsync(request => request, rollsBack: false));

        Assert.That((failure!.Outcome, failure.Message.Split('\n')[0]), Is.EqualTo((RolloutOutcome.RolledBack, "Deployment d-2 of service 'web' failed: d-2 is FAILED.")));
        Assert.That(ecs.Aws.DocumentsTo("ContinueServiceDeployment").Select(one => (string?)one["hookId"]), Is.EqualTo(new[] { "h-0", "h-1" }));
        var update = ecs.Aws.DocumentsTo("UpdateService").Single();
        Assert.That(((string?)update["taskDefinition"], update["loadBalancers"]!.ToJsonString()), Is.EqualTo((Old, """[{"targetGroupArn":"blue"}]""")));
    }

    /// <summary>A rolling service whose new deployment fails, and is left so by ECS; the states are those of the deployment that restores it.</summary>
    private static FakeEcs NotRolledBack(params string[] states)
    {
        var back = Rolling("IN_PROGRESS", Old, "d-3");
        var ecs = new FakeEcs().Service([Rolling("COMPLETED", Old), Rolling("FAILED", New), .. Enumerable.Repeat(back, Math.Max(2, states.Length)), .. states.Length > 1 ? [Rolling("COMPLETED", Old, "d-3")] : Array.Empty<string>()]);
        ecs.Aws
            .On("UpdateService", AwsAnswer.Ok($"{{'service':{Rolling("IN_PROGRESS", New)}}}"), AwsAnswer.Ok($"{{'service':{back}}}"))
            .On("ContinueServiceDeployment", AwsAnswer.Ok("{}"))
            .On("DescribeServiceDeployments", [.. states.Select(state => AwsAnswer.Ok(state))]);
        return ecs;
    }
}
