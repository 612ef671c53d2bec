using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

/// <summary>How deployments go, and how they end.</summary>
public sealed class DeploymentTests
{
    [Test]
    public async Task All_at_once_installs_the_replacement_shifts_the_traffic_and_deletes_the_original()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var id = await rig.DeployAsync();
        var created = (string?)(await rig.InfoAsync(id))["status"];

        await rig.RunAsync(id);

        var info = await rig.InfoAsync(id);
        Assert.That((created, (string?)info["status"]), Is.EqualTo(("Created", "Succeeded")));
        Assert.That(rig.Service.Calls, Is.EqualTo(new[] { "shift blue 100 green 0", "create web:2 web:8080 at green", "shift blue 0 green 100", $"primary ecs-svc/{id}", "delete ecs-svc/0" }));
        Assert.That(info["deploymentOverview"]!.ToJsonString(), Is.EqualTo("""{"Pending":0,"InProgress":0,"Succeeded":1,"Failed":0,"Skipped":0,"Ready":0}"""));
        Assert.That((string?)info["deploymentConfigName"], Is.EqualTo("CodeDeployDefault.ECSAllAtOnce"));
        Assert.That(((string?)info["revision"]!["appSpecContent"]!["content"], ((string)info["revision"]!["appSpecContent"]!["sha256"]!).Length), Is.EqualTo(((string?)null, 64)));
    }

    [Test]
    public async Task The_target_is_the_service_with_its_task_sets_and_its_lifecycle()
    {
        await using var rig = await CodeDeployRig.StartAsync(group =>
        {
            group["deploymentConfigName"] = "CodeDeployDefault.ECSCanary10Percent5Minutes";
            group["loadBalancerInfo"]!["targetGroupPairInfoList"]![0]!["testTrafficRoute"] = new JsonObject { ["listenerArns"] = new JsonArray(ScriptedService.Test) };
        });
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);

        var listed = await rig.CallAsync("ListDeploymentTargets", $$"""{"deploymentId": "{{id}}"}""");
        var answer = await rig.CallAsync("BatchGetDeploymentTargets", $$"""{"deploymentId": "{{id}}", "targetIds": ["local:web"]}""");

        var target = answer["deploymentTargets"]![0]!["ecsTarget"]!;
        Assert.That(listed.ToJsonString(), Is.EqualTo("""{"targetIds":["local:web"]}"""));
        Assert.That(((string?)target["status"], (string?)target["targetArn"]), Is.EqualTo(("InProgress", "arn:aws:ecs:eu-west-2:123456789012:service/local/web")));
        Assert.That(
            target["lifecycleEvents"]!.AsArray().Select(happened => $"{happened!["lifecycleEventName"]} {happened["status"]}"),
            Is.EqualTo(new[]
            {
                "BeforeInstall Succeeded", "Install Succeeded", "AfterInstall Succeeded", "AllowTestTraffic Succeeded", "AfterAllowTestTraffic Succeeded",
                "BeforeAllowTraffic Succeeded", "AllowTraffic InProgress", "AfterAllowTraffic Pending",
            }));
        Assert.That(target["taskSetsInfo"]!.AsArray().Select(taskSet => taskSet!.ToJsonString()), Is.EqualTo(new[]
        {
            """{"identifer":"ecs-svc/0","desiredCount":2,"pendingCount":0,"runningCount":2,"status":"PRIMARY","trafficWeight":90,"targetGroup":{"name":"blue"},"taskSetLabel":"Blue"}""",
            $$"""{"identifer":"ecs-svc/{{id}}","desiredCount":2,"pendingCount":0,"runningCount":2,"status":"ACTIVE","trafficWeight":10,"targetGroup":{"name":"green"},"taskSetLabel":"Green"}""",
        }));
        Assert.That(rig.Service.Calls, Is.EqualTo(new[] { "shift blue 100 green 0", "create web:2 web:8080 at green", "test blue 0 green 100", "shift blue 90 green 10" }));
    }

    [TestCase("CodeDeployDefault.ECSCanary10Percent5Minutes", 5, "blue 90 green 10,blue 0 green 100")]
    [TestCase("CodeDeployDefault.ECSCanary10Percent15Minutes", 15, "blue 90 green 10,blue 0 green 100")]
    [TestCase("CodeDeployDefault.ECSLinear10PercentEvery1Minutes", 1, "blue 90 green 10,blue 80 green 20,blue 70 green 30,blue 60 green 40,blue 50 green 50,blue 40 green 60,blue 30 green 70,blue 20 green 80,blue 10 green 90,blue 0 green 100")]
    [TestCase("third-a-minute", 2, "blue 67 green 33,blue 34 green 66,blue 1 green 99,blue 0 green 100")]
    public async Task Traffic_is_shifted_by_shares_at_the_interval_of_the_configuration(string config, int minutes, string shifts)
    {
        await using var rig = await CodeDeployRig.StartAsync();
        await rig.CallAsync("CreateDeploymentConfig", """
            {"deploymentConfigName": "third-a-minute", "computePlatform": "ECS", "trafficRoutingConfig": {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 33, "linearInterval": 2}}}
            """);
        await rig.CallAsync("UpdateDeploymentGroup", $$"""{"applicationName": "app", "currentDeploymentGroupName": "group", "deploymentConfigName": "{{config}}"}""");
        var id = await rig.DeployAsync();
        var wanted = shifts.Split(',').Select(shift => $"shift {shift}").ToList();
        await rig.RunAsync(id);

        var seen = new List<int>();
        for (var passed = 1; passed < wanted.Count; passed++)
        {
            await rig.PassAsync(id, minutes - 0.1);
            seen.Add(Shifts(rig).Count);
            await rig.PassAsync(id, 0.1);
        }

        Assert.That(Shifts(rig), Is.EqualTo(wanted));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, wanted.Count - 1)), "no shift before its time");
        Assert.That((string?)(await rig.InfoAsync(id))["status"], Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task A_group_that_stops_on_its_own_waits_for_ContinueDeployment()
    {
        await using var rig = await CodeDeployRig.StartAsync(group => group["blueGreenDeploymentConfiguration"]!["deploymentReadyOption"] = JsonNode.Parse("""{"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": 10}"""));
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);
        var waiting = (string?)(await rig.InfoAsync(id))["status"];
        await rig.PassAsync(id, 9);

        await rig.CallAsync("ContinueDeployment", $$"""{"deploymentId": "{{id}}", "deploymentWaitType": "READY_WAIT"}""");
        var deployment = await rig.RunAsync(id);

        Assert.That((waiting, deployment.Status), Is.EqualTo(("Ready", DeploymentStatus.Succeeded)));
    }

    [Test]
    public async Task A_deployment_that_nobody_continues_is_stopped_at_its_time()
    {
        await using var rig = await CodeDeployRig.StartAsync(group => group["blueGreenDeploymentConfiguration"]!["deploymentReadyOption"] = JsonNode.Parse("""{"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": 10}"""));
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);

        var deployment = await rig.PassAsync(id, 10);

        Assert.That((deployment.Status, deployment.Error), Is.EqualTo((DeploymentStatus.Stopped, new DeploymentError("TIMEOUT", "The deployment was not continued within 10 minutes."))));
        Assert.That(rig.Service.Calls, Is.EqualTo(new[] { "shift blue 100 green 0", "create web:2 web:8080 at green" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_original_task_set_stays_for_its_time_or_until_the_deployment_is_continued(bool isContinued)
    {
        await using var rig = await CodeDeployRig.StartAsync(group => group["blueGreenDeploymentConfiguration"]!["terminateBlueInstancesOnDeploymentSuccess"]!["terminationWaitTimeInMinutes"] = 60);
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);
        await rig.PassAsync(id, 59);
        var waiting = await rig.InfoAsync(id);
        var before = rig.Service.State;

        if (isContinued)
            await rig.CallAsync("ContinueDeployment", $$"""{"deploymentId": "{{id}}", "deploymentWaitType": "TERMINATION_WAIT"}""");
        var deployment = await rig.PassAsync(id, isContinued ? 0 : 1);

        Assert.That(((string?)waiting["status"], (bool)waiting["instanceTerminationWaitTimeStarted"]!), Is.EqualTo(("InProgress", true)));
        Assert.That((before, rig.Service.State), Is.EqualTo(($"ecs-svc/0 ACTIVE, ecs-svc/{id} PRIMARY | blue 0 green 100", $"ecs-svc/{id} PRIMARY | blue 0 green 100")));
        Assert.That(deployment.Status, Is.EqualTo(DeploymentStatus.Succeeded));
    }

    [Test]
    public async Task A_replacement_that_never_becomes_healthy_fails_after_an_hour_in_CodeDeploys_words()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        rig.Service.Starts = false;
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);
        var before = await rig.PassAsync(id, 59.9);

        await rig.PassAsync(id, 0.1);

        var info = await rig.InfoAsync(id);
        Assert.That((before.Status, (string?)info["status"]), Is.EqualTo((DeploymentStatus.InProgress, "Failed")));
        Assert.That(info["errorInformation"]!.ToJsonString(), Is.EqualTo(
            """{"code":"TIMEOUT","message":"The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes."}"""));
        Assert.That(info["rollbackInfo"], Is.Null);
    }

    [Test]
    public async Task What_ECS_refuses_fails_the_deployment_with_its_words()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        rig.Service.Refusal = new("InvalidParameterException", "The container web does not exist in the task definition.");
        var id = await rig.DeployAsync();

        var deployment = await rig.RunAsync(id);

        Assert.That((deployment.Status, deployment.Error), Is.EqualTo((DeploymentStatus.Failed, new DeploymentError(
            "ECS_UPDATE_ERROR", "The ECS service cannot be updated due to an unexpected error: The container web does not exist in the task definition. (Error Code: InvalidParameterException)"))));
    }

    [Test]
    public async Task What_is_stopped_without_a_rollback_stays_and_is_cleared_by_the_next_deployment()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        rig.Service.Starts = false;
        var first = await rig.DeployAsync();
        await rig.RunAsync(first);

        var answer = await rig.CallAsync("StopDeployment", $$"""{"deploymentId": "{{first}}"}""");
        var stopped = await rig.RunAsync(first);
        var between = rig.Service.State;
        rig.Service.Starts = true;
        var second = await rig.DeployAsync();
        await rig.RunAsync(second);

        Assert.That((string?)answer["status"], Is.EqualTo("Pending"));
        Assert.That((stopped.Status, stopped.Error, stopped.RollbackDeploymentId), Is.EqualTo((DeploymentStatus.Stopped, new DeploymentError("MANUAL_STOP", "The deployment was stopped by a user."), (string?)null)));
        Assert.That((between, rig.Service.State), Is.EqualTo(($"ecs-svc/0 PRIMARY, ecs-svc/{first} ACTIVE | blue 100 green 0", $"ecs-svc/{second} PRIMARY | blue 0 green 100")));
    }

    [Test]
    public async Task A_group_has_one_deployment_at_a_time()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var id = await rig.DeployAsync();

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.DeployAsync());

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("DeploymentLimitExceededException", $"The Deployment Group 'group' already has an active Deployment '{id}'")));
    }

    /// <summary>Those after the first, which puts the replacement's target group behind the load balancer.</summary>
    private static List<string> Shifts(CodeDeployRig rig) => [.. rig.Service.Calls.Where(call => call.StartsWith("shift", StringComparison.Ordinal)).Skip(1)];
}
