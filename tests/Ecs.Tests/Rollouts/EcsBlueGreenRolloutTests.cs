using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>ECS's own blue/green, by the documents of DescribeServiceDeployments.</summary>
public sealed class EcsBlueGreenRolloutTests
{
    private const string Earlier = "arn:aws:ecs:eu-west-2:111122223333:service-deployment/shop/web/1";
    private const string Own = "arn:aws:ecs:eu-west-2:111122223333:service-deployment/shop/web/2";
    private const string Revision = "arn:aws:ecs:eu-west-2:111122223333:service-revision/shop/web/2";

    private static readonly string Before = Service(Old, "COMPLETED");

    [Test]
    public async Task A_deployment_is_followed_by_its_own_ARN_through_its_stages()
    {
        using var ecs = Ecs([Service(New, "COMPLETED")], State("PENDING", null, 0), State("IN_PROGRESS", "SCALE_UP", 0), State("IN_PROGRESS", "BAKE_TIME", 100), State("SUCCESSFUL", "CLEAN_UP", 100));

        var result = await ecs.RollAsync(ByEcs);

        Assert.That(result, Is.EqualTo(new RolloutResult(New, Own, 2, Changed: true)));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ToJsonString(), Is.EqualTo($$"""{"cluster":"shop","service":"web","taskDefinition":"{{New}}"}"""));
        Assert.That(ecs.Lines.Where(line => line.Contains('%')), Is.EqualTo(new[]
        {
            "PENDING, 1/2 running, 0 % of the traffic",
            "IN_PROGRESS, SCALE_UP, 1/2 running, 0 % of the traffic",
            "IN_PROGRESS, BAKE_TIME, 1/2 running, 100 % of the traffic",
            "SUCCESSFUL, CLEAN_UP, 1/2 running, 100 % of the traffic",
        }));
    }

    [Test]
    public async Task Each_lifecycle_stage_is_told_as_it_comes()
    {
        string[] stages =
        [
            "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP",
        ];
        using var ecs = Ecs([Service(New, "COMPLETED")], [.. stages.Select(stage => State("IN_PROGRESS", stage, 0)), State("SUCCESSFUL", "CLEAN_UP", 100)]);

        var result = await ecs.RollAsync(ByEcs);

        Assert.That(result.Changed);
        Assert.That(
            ecs.Lines.Where(line => line.StartsWith("IN_PROGRESS, ", StringComparison.Ordinal)).Select(line => line.Split(", ")[1]),
            Is.EqualTo(stages));
    }

    [TestCase("STOP_REQUESTED", "STOPPED", RolloutOutcome.NotRolledBack)]
    [TestCase("STOP_REQUESTED", "ROLLBACK_SUCCESSFUL", RolloutOutcome.RolledBack)]
    [TestCase("ROLLBACK_REQUESTED", "ROLLBACK_SUCCESSFUL", RolloutOutcome.RolledBack)]
    [TestCase("ROLLBACK_REQUESTED", "ROLLBACK_FAILED", RolloutOutcome.NotRolledBack)]
    [TestCase("ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", RolloutOutcome.RolledBack)]
    [TestCase("ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", RolloutOutcome.NotRolledBack)]
    public async Task What_is_on_its_way_back_is_waited_for_and_not_stopped_again(string state, string end, RolloutOutcome outcome)
    {
        using var ecs = Ecs([Before], State("PENDING", null, 0), State(state, null, 0), State(state, null, 0), State(end, null, 0));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That((failure!.Outcome, ecs.Aws.DocumentsTo("StopServiceDeployment").Count), Is.EqualTo((outcome, 0)));
        Assert.That(ecs.Aws.DocumentsTo("DescribeServiceDeployments"), Has.Count.EqualTo(4));
    }

    [TestCase("ROLLBACK_SUCCESSFUL", RolloutOutcome.RolledBack, "The service was rolled back and runs")]
    [TestCase("ROLLBACK_FAILED", RolloutOutcome.NotRolledBack, "The service was not rolled back: it has")]
    public async Task A_rollback_is_followed_to_its_own_end(string end, RolloutOutcome outcome, string last)
    {
        using var ecs = Ecs([Before], State("IN_PROGRESS", "SCALE_UP", 0), State("ROLLBACK_IN_PROGRESS", null, 0, "Circuit breaker threshold exceeded"), State(end, null, 0, "Circuit breaker threshold exceeded"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Outcome, Is.EqualTo(outcome));
        Assert.That(failure.Message, Does.StartWith($"Deployment {Own} of service 'web' failed: Circuit breaker threshold exceeded").And.Contain(last));
    }

    [Test]
    public async Task One_that_someone_stopped_is_no_success()
    {
        using var ecs = Ecs([Before], State("IN_PROGRESS", "SCALE_UP", 0), State("STOP_REQUESTED", null, 0), State("STOPPED", null, 0));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
    }

    [Test]
    public async Task An_alarm_that_rolls_nothing_back_leaves_the_deployment_where_it_is()
    {
        var stopped = With(State("STOPPED", "BAKE_TIME", 100), answer => answer["serviceDeployments"]![0]!["statusReason"] = "ECS deployment failed: alarm detected.");
        using var ecs = Ecs([Service(New, "COMPLETED")], State("IN_PROGRESS", "BAKE_TIME", 100), stopped);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.NotRolledBack));
        Assert.That(failure.Message, Does.StartWith($"Deployment {Own} of service 'web' failed: ECS deployment failed: alarm detected.").And.EndWith(
            $"ECS did not roll the service back and left the deployment as it is: the service has {New}, and had {Old}."));
        Assert.That((ecs.Aws.DocumentsTo("StopServiceDeployment").Count, ecs.Lines.Count(line => line.StartsWith("Rolling service", StringComparison.Ordinal))), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_cancelled_run_stops_its_deployment()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Ecs([Before], State("IN_PROGRESS", "SCALE_UP", 0));
        ecs.LongestWait = TimeSpan.FromSeconds(2);
        ecs.Aws.On("StopServiceDeployment", AwsAnswer.Ok("{}")).On("DescribeServiceDeployments", _ =>
        {
            cancelled.Cancel();
            return AwsAnswer.Ok(State("IN_PROGRESS", "SCALE_UP", 0));
        });

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(ByEcs, cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("StopServiceDeployment").Single().ToJsonString(), Is.EqualTo($$"""{"serviceDeploymentArn":"{{Own}}","stopType":"ROLLBACK"}"""));
    }

    [Test]
    public async Task A_rollback_of_ECS_is_followed_by_the_number_of_tasks_that_the_service_had()
    {
        var back = With(Before, service => service["desiredCount"] = 5);
        using var ecs = Ecs([back], State("IN_PROGRESS", "SCALE_UP", 0), State("ROLLBACK_SUCCESSFUL", null, 0));

        await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => ByEcs(request) with { DesiredCount = 5 }));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => (int?)update["desiredCount"]), Is.EqualTo(new int?[] { 5, 2 }));
    }

    [Test]
    public async Task A_service_that_is_not_there_is_not_created()
    {
        using var ecs = new FakeEcs().Service((string?)null);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Message, Does.StartWith("slipway.yml:9:5: there is no service 'web' in cluster 'shop', and Slipway does not create one of this strategy: "));
    }

    [Test]
    public async Task A_service_that_rolls_is_refused()
    {
        using var ecs = new FakeEcs().Service(Describe(Old, 2, 2, ("d-1", Old, "COMPLETED")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByEcs));

        Assert.That(failure!.Message, Does.StartWith("slipway.yml:9:5: service 'web' deploys by ECS's strategy ROLLING. Write 'deploy.strategy: rolling', or "));
    }

    private static RolloutRequest ByEcs(RolloutRequest request) => request with { Strategy = RolloutStrategy.EcsBlueGreen };

    /// <param name="later">What DescribeServices answers after the update.</param>
    /// <param name="states">What DescribeServiceDeployments answers, one after the other.</param>
    private static FakeEcs Ecs(string[] later, params string[] states)
    {
        var ecs = new FakeEcs().Started("UpdateService", Before).Service([Before, .. later]);
        var earlier = new JsonObject { ["serviceDeploymentArn"] = Earlier, ["targetServiceRevisionArn"] = "r-1", ["status"] = "SUCCESSFUL" };
        var own = new JsonObject { ["serviceDeploymentArn"] = Own, ["targetServiceRevisionArn"] = Revision, ["status"] = "PENDING" };
        ecs.Aws
            .On("ListServiceDeployments", AwsAnswer.Ok(List(earlier)), AwsAnswer.Ok(List(earlier)), AwsAnswer.Ok(List(own, earlier)))
            .On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'{Revision}','taskDefinition':'{New}'}}]}}"))
            .On("DescribeServiceDeployments", [.. states.Select(state => AwsAnswer.Ok(state))]);
        return ecs;
    }

    private static JsonObject List(params JsonObject[] deployments) => new() { ["serviceDeployments"] = new JsonArray([.. deployments.Select(deployment => deployment.DeepClone())]) };

    private static string State(string status, string? stage, int traffic, string? rollback = null)
    {
        var deployment = new JsonObject
        {
            ["serviceDeploymentArn"] = Own,
            ["status"] = status,
            ["targetServiceRevision"] = new JsonObject { ["requestedTaskCount"] = 2, ["runningTaskCount"] = 1, ["requestedProductionTrafficWeight"] = traffic },
        };
        if (stage is not null) deployment["lifecycleStage"] = stage;
        if (rollback is not null) deployment["rollback"] = new JsonObject { ["reason"] = rollback };
        return new JsonObject { ["serviceDeployments"] = new JsonArray(deployment) }.ToJsonString();
    }

    private static string Service(string taskDefinition, string state)
    {
        var service = JsonNode.Parse(Describe(taskDefinition, 2, 2, ("d-1", taskDefinition, state)))!;
        service["deploymentConfiguration"] = new JsonObject { ["strategy"] = "BLUE_GREEN" };
        return service.ToJsonString();
    }
}
