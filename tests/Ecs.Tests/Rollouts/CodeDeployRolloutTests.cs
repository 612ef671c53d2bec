using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>CodeDeploy's blue/green, by the documents of GetDeployment and BatchGetDeploymentTargets.</summary>
public sealed class CodeDeployRolloutTests
{
    private static readonly string Before = Service(Old);
    private static readonly string After = Service(New);

    [Test]
    public async Task A_deployment_is_done_when_its_traffic_has_shifted()
    {
        using var ecs = Ecs([Before, Before, Before, After], Deployment("Created"), Deployment("InProgress"), Deployment("InProgress"), Deployment("InProgress"));
        var installs = AwsAnswer.Ok(Target(("BeforeInstall", "Succeeded"), ("Install", "InProgress"), ("AllowTraffic", "Pending")));
        ecs.Aws.On("BatchGetDeploymentTargets", installs, installs, AwsAnswer.Ok(Target(("AllowTraffic", "Succeeded"), ("AfterAllowTraffic", "Succeeded"))));

        var result = await ecs.RollAsync(ByCodeDeploy);

        var created = ecs.Aws.DocumentsTo("CreateDeployment").Single();
        Assert.That(result, Is.EqualTo(new RolloutResult(New, "d-ABC", 2, Changed: true)));
        Assert.That((string?)created["revision"]!["appSpecContent"]!["content"], Is.EqualTo($"TaskDefinition: {New}"));
        Assert.That(ecs.Lines, Does.Contain("InProgress, AfterAllowTraffic Succeeded, 1/2 running, 40 % of the traffic"));
    }

    [Test]
    public async Task With_the_old_tasks_ended_it_is_done_when_CodeDeploy_says_so()
    {
        using var ecs = Ecs([Before, After], Deployment("InProgress"), Deployment("InProgress"), Deployment("Succeeded"));
        ecs.Aws.On("BatchGetDeploymentTargets", AwsAnswer.Ok(Target(("AllowTraffic", "Succeeded"), ("AfterAllowTraffic", "Succeeded"))));

        await ecs.RollAsync(request => ByCodeDeploy(request) with { UntilTerminated = true });

        Assert.That(ecs.Aws.DocumentsTo("GetDeployment"), Has.Count.EqualTo(3));
    }

    [TestCase("Created")]
    [TestCase("Queued")]
    [TestCase("InProgress")]
    [TestCase("Baking")]
    [TestCase("Ready")]
    public async Task A_deployment_in_any_state_before_its_end_is_waited_for(string status)
    {
        using var ecs = Ecs([Before, After], Deployment(status), Deployment("Succeeded"));

        var result = await ecs.RollAsync(ByCodeDeploy);

        Assert.That((result.TaskDefinition, ecs.Aws.DocumentsTo("GetDeployment").Count), Is.EqualTo((New, 2)));
        Assert.That(ecs.Lines, Does.Contain($"{status}, BeforeInstall InProgress, 1/2 running, 40 % of the traffic"));
    }

    [Test]
    public async Task Each_lifecycle_event_is_told_as_it_comes_and_a_hook_that_is_skipped_holds_nothing_up()
    {
        string[] names = ["BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"];
        string[] hooks = ["BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"];
        using var ecs = Ecs([After], Deployment("InProgress"));
        ecs.Aws.On("BatchGetDeploymentTargets", [.. names.Select((name, index) => AwsAnswer.Ok(Target(
            [.. names.Select((other, position) => (other, position > index ? "Pending" : hooks.Contains(other) ? "Skipped" : "Succeeded"))])))]);

        var result = await ecs.RollAsync(ByCodeDeploy);

        Assert.That(result.Changed);
        Assert.That(
            ecs.Lines.Where(line => line.StartsWith("InProgress, ", StringComparison.Ordinal)).Select(line => line.Split(", ")[1]),
            Is.EqualTo(names.Select(name => $"{name} {(hooks.Contains(name) ? "Skipped" : "Succeeded")}")));
    }

    [Test]
    public async Task One_that_someone_stopped_is_followed_to_the_end_of_the_rollback_that_is_announced()
    {
        using var ecs = Ecs([After, After, Before]);
        ecs.Aws.On("GetDeployment", [.. new[]
        {
            Deployment("InProgress"), Deployment("Stopped", isRolledBack: true), Deployment("Stopped", rollback: "d-BACK", isRolledBack: true), Deployment("Succeeded"),
        }.Select(text => AwsAnswer.Ok(text))]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByCodeDeploy));

        Assert.That((failure!.Outcome, failure.Message.Split('\n')[^1]), Is.EqualTo((RolloutOutcome.RolledBack, $"The service was rolled back and runs {Old}.")));
        Assert.That(failure.Message, Does.StartWith("Deployment d-ABC of service 'web' failed: it is Stopped."));
    }

    [Test]
    public async Task One_that_failed_after_the_shift_without_a_rollback_is_said_to_be_left()
    {
        using var ecs = Ecs([After], Deployment("Failed"));
        ecs.Aws.On("StopDeployment", AwsAnswer.Refusal("DeploymentAlreadyCompletedException", "The deployment has already completed."));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByCodeDeploy));

        Assert.That((failure!.Outcome, failure.Message.Split('\n')[^1]), Is.EqualTo((RolloutOutcome.NotRolledBack, $"The service was not rolled back: it has {New}.")));
    }

    [TestCase("Succeeded", RolloutOutcome.RolledBack)]
    [TestCase("Failed", RolloutOutcome.NotRolledBack)]
    public async Task Its_rollback_is_another_deployment_and_followed_to_its_end(string end, RolloutOutcome outcome)
    {
        using var ecs = Ecs([Before]);
        ecs.Aws.On("GetDeployment", request => AwsAnswer.Ok((string?)request.Document["deploymentId"] == "d-BACK"
            ? Deployment(ecs.Aws.DocumentsTo("GetDeployment").Count < 6 ? "InProgress" : end)
            : Deployment("Failed", rollback: "d-BACK", error: ("HEALTH_CONSTRAINTS", "The deployment timed out while waiting for the replacement task set to become healthy."))));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByCodeDeploy));

        Assert.That(failure!.Outcome, Is.EqualTo(outcome));
        Assert.That(failure.Message, Does.StartWith("Deployment d-ABC of service 'web' failed: HEALTH_CONSTRAINTS: The deployment timed out while waiting for the replacement task set to become healthy."));
    }

    [Test]
    public async Task One_that_failed_before_any_traffic_shifted_has_left_the_service_as_it_was()
    {
        using var ecs = Ecs([Before], Deployment("InProgress"), Deployment("Failed", error: ("HOOK_EXECUTION_FAILURE", "The hook failed.")));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByCodeDeploy));

        Assert.That((failure!.Outcome, failure.Message.Split('\n')[^1]), Is.EqualTo((RolloutOutcome.RolledBack, $"The service was rolled back and runs {Old}.")));
    }

    [Test]
    public async Task A_cancelled_run_stops_the_deployment_that_it_may_have_begun()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = Ecs([Before]);
        ecs.LongestWait = TimeSpan.FromSeconds(2);
        ecs.Aws
            .On("CreateDeployment", _ =>
            {
                cancelled.Cancel();
                return AwsAnswer.Ok("{'deploymentId':'d-ABC'}");
            })
            .On("ListDeployments", AwsAnswer.Ok("{'deployments':['d-OTHER','d-ABC']}"))
            .On("GetDeployment", request => AwsAnswer.Ok(Deployment("InProgress", description: (string?)request.Document["deploymentId"] == "d-ABC" ? (string)ecs.Aws.DocumentsTo("CreateDeployment").Single()["description"]! : "by hand")))
            .On("StopDeployment", AwsAnswer.Ok("{}"));

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(ByCodeDeploy, cancellation: cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("StopDeployment").Single().ToJsonString(), Is.EqualTo("""{"deploymentId":"d-ABC","autoRollbackEnabled":true}"""));
    }

    [Test]
    public async Task A_group_of_another_service_is_refused()
    {
        using var ecs = Ecs([Before]);
        ecs.Aws.On("GetDeploymentGroup", AwsAnswer.Ok("{'deploymentGroupInfo':{'ecsServices':[{'serviceName':'other','clusterName':'shop'}]}}"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(ByCodeDeploy));

        Assert.That(failure!.Message, Is.EqualTo("slipway.yml:12:7: deployment group 'group' deploys service 'other' in cluster 'shop', and not 'web' in 'shop'."));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task An_appspec_that_would_deploy_something_else_is_refused()
    {
        using var ecs = Ecs([Before]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => ByCodeDeploy(request) with { CodeDeploy = new("app", "group", "TaskDefinition: arn:other", "slipway.yml:12:7") }));

        Assert.That(failure!.Message, Is.EqualTo("slipway.yml:12:7: the appspec has no <TASK_DEFINITION>, so CodeDeploy would not deploy this release."));
    }

    [Test]
    public async Task Another_number_of_tasks_than_the_services_is_refused_since_CodeDeploy_would_drop_it()
    {
        using var ecs = Ecs([Before]);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => ByCodeDeploy(request) with { DesiredCount = 3 }));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.Refused));
        Assert.That(failure.Message, Is.EqualTo(
            "slipway.yml:9:5: 'deploy.desiredCount' says 3, and service 'web' has 2; CodeDeploy deploys as many tasks as the service has. "
            + "Change the service (aws ecs update-service --cluster shop --service web --desired-count 3), or leave 'deploy.desiredCount' out."));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    private static RolloutRequest ByCodeDeploy(RolloutRequest request) =>
        request with { Strategy = RolloutStrategy.CodeDeploy, CodeDeploy = new("app", "group", "TaskDefinition: <TASK_DEFINITION>", "slipway.yml:12:7") };

    private static FakeEcs Ecs(string[] services, params string[] deployments)
    {
        var ecs = new FakeEcs().Service([Before, .. services]);
        ecs.Aws
            .On("GetDeploymentGroup", AwsAnswer.Ok("{'deploymentGroupInfo':{'ecsServices':[{'serviceName':'web','clusterName':'shop'}]}}"))
            .On("CreateDeployment", AwsAnswer.Ok("{'deploymentId':'d-ABC'}"))
            .On("ListDeploymentTargets", AwsAnswer.Ok("{'targetIds':['shop:web']}"))
            .On("BatchGetDeploymentTargets", AwsAnswer.Ok(Target(("BeforeInstall", "InProgress"))));
        if (deployments.Length > 0) ecs.Aws.On("GetDeployment", [.. deployments.Select(deployment => AwsAnswer.Ok(deployment))]);
        return ecs;
    }

    private static string Deployment(string status, string? rollback = null, (string Code, string Message)? error = null, string description = "", bool isRolledBack = false)
    {
        var deployment = new JsonObject { ["deploymentId"] = "d-ABC", ["status"] = status, ["description"] = description };
        if (isRolledBack) deployment["autoRollbackConfiguration"] = new JsonObject { ["enabled"] = true };
        if (rollback is not null) deployment["rollbackInfo"] = new JsonObject { ["rollbackDeploymentId"] = rollback };
        if (error is var (code, message)) deployment["errorInformation"] = new JsonObject { ["code"] = code, ["message"] = message };
        return new JsonObject { ["deploymentInfo"] = deployment }.ToJsonString();
    }

    private static string Target(params (string Name, string Status)[] events) => new JsonObject
    {
        ["deploymentTargets"] = new JsonArray(new JsonObject
        {
            ["ecsTarget"] = new JsonObject
            {
                ["lifecycleEvents"] = new JsonArray([.. events.Select(one => new JsonObject { ["lifecycleEventName"] = one.Name, ["status"] = one.Status })]),
                ["taskSetsInfo"] = new JsonArray(new JsonObject { ["taskSetLabel"] = "Green", ["desiredCount"] = 2, ["runningCount"] = 1, ["trafficWeight"] = 40.0 }),
            },
        }),
    }.ToJsonString();

    private static string Service(string taskDefinition) => new JsonObject
    {
        ["serviceName"] = "web",
        ["status"] = "ACTIVE",
        ["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" },
        ["desiredCount"] = 2,
        ["runningCount"] = 2,
        ["taskSets"] = new JsonArray(new JsonObject { ["status"] = "PRIMARY", ["taskDefinition"] = taskDefinition, ["stabilityStatus"] = "STEADY_STATE" }),
    }.ToJsonString();
}
