using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Tests.Rollouts.Groups;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>A rollout that is cancelled leaves the service as it found it.</summary>
public sealed class CancelledRolloutTests
{
    private const string Other = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7";
    private const string Missing = "{'services':[],'failures':[{'arn':'web','reason':'MISSING'}]}";

    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 3, 1, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Created = Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS"));

    [Test]
    public async Task While_its_deployment_is_followed_the_service_gets_back_what_it_had()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "DescribeServices", [Services(Before)], Services(Rolling)).Started("UpdateService", Rolling);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(desiredCount: 3, cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService")[^1].ToJsonString(), Is.EqualTo(
            $$"""{"cluster":"shop","service":"web","taskDefinition":"{{Old}}","desiredCount":2}"""));
        Assert.That(ecs.Lines[^1], Is.EqualTo("Cancelled: rolling service 'web' back to shop:1; this run does not wait for it"));
    }

    [Test]
    public async Task While_the_update_is_sent_the_service_gets_back_what_it_had()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "UpdateService", [], $"{{'service':{Rolling}}}").Service(Before, Rolling);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { New, Old }));
    }

    [Test]
    public async Task While_the_application_is_verified_the_service_gets_back_what_it_had()
    {
        using var cancelled = new CancellationTokenSource();
        var done = Describe(New, 2, 2, ("d-2", New, "COMPLETED"));
        using var ecs = new FakeEcs { LongestWait = TimeSpan.FromSeconds(2) }.Started("UpdateService", Rolling).Service(Before, done);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(
            verify: async (_, token) =>
            {
                await cancelled.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { New, Old }));
    }

    [Test]
    public async Task While_the_application_is_verified_what_ECS_has_shifted_goes_back()
    {
        using var ecs = new FakeServices("web");

        await ecs.RollUntilVerifiedAsync(ecs.ByEcs("web").Request);

        Assert.That((string.Join(' ', ecs.Moves), ecs.Aws.DocumentsTo("StopServiceDeployment").Count), Is.EqualTo(("web:2 web:1", 0)));
        Assert.That(ecs.Lines, Has.Some.EqualTo("Cancelled: service 'web' goes back to web:1; this run does not wait for it").And.None.Contains("continues"));
    }

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public async Task While_the_application_is_verified_what_CodeDeploy_has_shifted_goes_back(bool waits, int deployments)
    {
        using var ecs = new FakeServices("web");

        await ecs.RollUntilVerifiedAsync(ecs.ByCodeDeploy("web", waits).Request);

        Assert.That((ecs.Aws.DocumentsTo("CreateDeployment").Count, ecs.Aws.DocumentsTo("StopDeployment").Count), Is.EqualTo((deployments, waits ? 1 : 0)));
        Assert.That(ecs.Lines, Has.Some.EqualTo("Cancelled: service 'web' goes back to web:1; this run does not wait for it").And.None.Contains("continues"));
    }

    [Test]
    public async Task A_service_that_was_there_and_ran_this_already_is_left_alone()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeEcs().RunsTheSame().Service(Before);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(verify: (_, _) => throw new OperationCanceledException(), cancellation: cancelled.Token));

        Assert.That(ecs.Aws.Requests.Select(request => request.Key), Is.EqualTo(new[] { "DescribeClusters", "DescribeServices", "DescribeTaskDefinition" }));
    }

    [Test]
    public async Task A_service_that_the_run_created_is_deleted()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "DescribeServices", [Missing], Services(Created)).Started("CreateService", Created);
        ecs.Aws.On("DeleteService", AwsAnswer.Ok("{'service':{}}"));

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("DeleteService").Single().ToJsonString(), Is.EqualTo("""{"cluster":"shop","service":"web","force":true}"""));
        Assert.That(ecs.Lines[^1], Is.EqualTo("Cancelled: deleting service 'web', which this run created"));
    }

    [Test]
    public async Task What_someone_else_deployed_meanwhile_is_left_alone()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "UpdateService", [], $"{{'service':{Rolling}}}").Service(Before, Describe(Other, 2, 2, ("d-9", Other, "IN_PROGRESS")));

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_someone_else_has_locked_meanwhile_is_left_alone()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "UpdateService", [], $"{{'service':{Rolling}}}", mayTakeBack: false).Service(Before, Rolling);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_cannot_be_rolled_back_is_said()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Cancelled(cancelled, "UpdateService", [], $"{{'service':{Rolling}}}").Service(Before);
        ecs.Aws.On("DescribeServices", _ => AwsAnswer.Ok(Services(Before)), _ => AwsAnswer.Refusal("AccessDeniedException", "No."));

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Lines[^1], Does.StartWith($"The deployment of {New} could not be rolled back and continues: ").And.Contain("AccessDeniedException"));
    }

    [Test]
    public async Task Whoever_leaves_at_once_is_told_that_the_deployment_may_continue()
    {
        using var cancelled = new CancellationTokenSource();
        using var atOnce = new CancellationTokenSource();
        using var ecs = new FakeEcs { LongestWait = TimeSpan.FromSeconds(2), LeaveAtOnce = atOnce.Token }.Service(Before);
        ecs.Aws.On("UpdateService", _ =>
        {
            cancelled.Cancel();
            return AwsAnswer.Ok($"{{'service':{Rolling}}}");
        }).On("DescribeServices", _ => AwsAnswer.Ok(Services(Before)), _ =>
        {
            atOnce.Cancel();
            return AwsAnswer.Ok(Services(Rolling));
        });

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService"), Has.Count.EqualTo(1));
        Assert.That(ecs.Lines[^1], Is.EqualTo($"Nothing says that the deployment of {New} was rolled back, so it may continue: this run was left at once"));
    }

    [Test]
    public async Task The_next_run_waits_for_a_deleted_service_before_it_creates_it_anew()
    {
        var draining = Describe("DRAINING", New, 0, 1, ("d-1", New, "COMPLETED"));
        using var ecs = new FakeEcs().Started("CreateService", Created).Service(draining, draining, null, Describe(New, 1, 1, ("d-1", New, "COMPLETED")));

        var result = await ecs.RollAsync();

        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-1", 1, Changed: true)));
        Assert.That(ecs.Lines[0], Is.EqualTo("Service 'web' was deleted and is draining: waiting until its tasks have ended"));
    }

    [Test]
    public async Task A_deleted_service_that_never_ends_is_named()
    {
        using var ecs = new FakeEcs().Service(Describe("DRAINING", New, 0, 1, ("d-1", New, "COMPLETED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.Refused,
            "Service 'web' was deleted and is still draining after 120 s. Wait until its tasks have ended, or give 'deploy.service' at slipway.yml:9:5 another name.")));
    }

    /// <summary>The signal comes while ECS answers <paramref name="operation"/>.</summary>
    private static FakeEcs Cancelled(CancellationTokenSource source, string operation, string[] before, string answer, bool mayTakeBack = true)
    {
        // The take-back's own limit is not one of the waits that are skipped.
        var ecs = new FakeEcs { LongestWait = TimeSpan.FromSeconds(2), MayTakeBack = mayTakeBack };
        ecs.Aws.On(operation, [.. before.Select(text => (Func<RecordedRequest, AwsAnswer>)(_ => AwsAnswer.Ok(text))), _ =>
        {
            source.Cancel();
            return AwsAnswer.Ok(answer);
        }]);
        return ecs;
    }

    private static string Services(string service) => $"{{'services':[{service}],'failures':[]}}";
}
