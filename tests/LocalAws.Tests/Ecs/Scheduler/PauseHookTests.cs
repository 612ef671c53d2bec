using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class PauseHookTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80}]}]""";
    private static readonly TargetHealth Healthy = new(TargetState.Healthy);

    /// <summary>A service whose first deployment is done, and that pauses from then on.</summary>
    private static EcsRig Serve(string stages, string strategy = "\"strategy\": \"BLUE_GREEN\", \"bakeTimeInMinutes\": 0", string timeout = "")
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "deploymentConfiguration": { {{strategy}} },
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80,
               "advancedConfiguration": {"alternateTargetGroupArn": "green", "productionListenerRule": "rule"} }]}
            """);
        rig.Observe(1, Healthy);
        rig.Call("UpdateService", $$"""
            {"cluster": "local", "service": "web", "deploymentConfiguration": { {{strategy}}, "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": [{{stages}}]{{timeout}}}] } }
            """);
        rig.Engine.Work.Clear();
        return rig;
    }

    private static ServiceDeployment Current(EcsRig rig) => rig.Service().ServiceDeployments[0];

    private static JsonNode Described(EcsRig rig) => rig.Call("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{Current(rig).Arn}}"]}""")["serviceDeployments"]![0]!;

    private static void Answer(EcsRig rig, string action = "CONTINUE") => rig.Call("ContinueServiceDeployment", $$"""
        {"serviceDeploymentArn": "{{Current(rig).Arn}}", "hookId": "{{Current(rig).Hooks[^1].Id}}", "action": "{{action}}"}
        """);

    private static string[] Shifts(EcsRig rig) => [.. rig.Work.Where(work => work.StartsWith("shift", StringComparison.Ordinal))];

    [Test]
    public void Another_strategy_that_the_service_gets_meanwhile_is_for_the_next_deployment()
    {
        var rig = Serve("\"POST_TEST_TRAFFIC_SHIFT\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"strategy": "ROLLING"}}""");
        Answer(rig);
        rig.Pass(300);

        Assert.That((Shifts(rig)[^1], Current(rig).Status), Is.EqualTo(("shift rule to blue 0, green 100", ServiceDeploymentStatus.Successful)));
    }

    [Test]
    public void A_deployment_waits_at_a_pause_hook_and_goes_on_when_it_is_continued()
    {
        var rig = Serve("\"POST_TEST_TRAFFIC_SHIFT\"", timeout: """, "timeoutConfiguration": {"timeoutInMinutes": 10, "action": "CONTINUE"}""");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Pass(500);
        var paused = Described(rig);
        var before = Shifts(rig)[^1];
        Answer(rig);

        var hook = paused["lifecycleHookDetails"]!.AsArray().Single()!;
        Assert.That(((string?)paused["status"], (string?)paused["lifecycleStage"]), Is.EqualTo(("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT")));
        Assert.That(((string?)hook["targetType"], (string?)hook["status"], (string?)hook["timeoutAction"]), Is.EqualTo(("PAUSE", "AWAITING_ACTION", "CONTINUE")));
        Assert.That((string?)hook["hookId"], Does.Match("^ecs-pause-[A-Za-z0-9_-]{43}$"));
        Assert.That((decimal)hook["expiresAt"]!, Is.EqualTo((rig.Time.GetUtcNow() + TimeSpan.FromSeconds(100)).ToUnixTimeMilliseconds() / 1000m));
        Assert.That(hook["targetArn"], Is.Null);
        Assert.That((before, Shifts(rig)[^1]), Is.EqualTo(("shift rule to blue 100, green 0", "shift rule to blue 0, green 100")));
        Assert.That((Current(rig).Status, (string?)Described(rig)["lifecycleHookDetails"]![0]!["status"]), Is.EqualTo((ServiceDeploymentStatus.Successful, "SUCCEEDED")));
    }

    [TestCase("PRE_SCALE_UP", 1)]
    [TestCase("POST_SCALE_UP", 2)]
    public void No_new_task_starts_before_the_pause_ahead_of_it_is_over(string stage, int tasks)
    {
        var rig = Serve($"\"{stage}\"");

        rig.Update(Web);
        if (tasks == 2) rig.Observe(2, Healthy);

        Assert.That(((string?)Described(rig)["lifecycleStage"], rig.Tasks.Count, Shifts(rig).Contains("shift rule to blue 0, green 100")), Is.EqualTo((stage, tasks, false)));
        Answer(rig);
        rig.Observe(2, Healthy);
        Assert.That(Current(rig).Status, Is.EqualTo(ServiceDeploymentStatus.Successful));
    }

    [Test]
    public void A_pause_after_the_shift_keeps_the_old_tasks_until_it_is_answered()
    {
        var rig = Serve("\"POST_PRODUCTION_TRAFFIC_SHIFT\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        Assert.That((Shifts(rig)[^1], rig.Tasks[0].LastStatus), Is.EqualTo(("shift rule to blue 0, green 100", EcsTaskStatus.Running)));
        Answer(rig);
        Assert.That((Current(rig).Status, rig.Tasks[0].LastStatus), Is.EqualTo((ServiceDeploymentStatus.Successful, EcsTaskStatus.Stopped)));
    }

    [TestCase("\"strategy\": \"LINEAR\", \"bakeTimeInMinutes\": 0, \"linearConfiguration\": {\"stepPercent\": 50, \"stepBakeTimeInMinutes\": 1}")]
    [TestCase("\"strategy\": \"CANARY\", \"bakeTimeInMinutes\": 0, \"canaryConfiguration\": {\"canaryPercent\": 50, \"canaryBakeTimeInMinutes\": 1}")]
    public void Each_step_of_a_linear_or_canary_shift_has_its_own_pause(string strategy)
    {
        var rig = Serve("\"PRE_PRODUCTION_TRAFFIC_SHIFT\"", strategy);
        rig.Update(Web);
        rig.Observe(2, Healthy);

        Answer(rig);
        rig.Pass(60);
        var second = (Shifts(rig)[^1], Current(rig).Hooks.Select(run => run.Status).ToArray(), (string?)Described(rig)["lifecycleStage"]);
        Answer(rig);

        Assert.That(second.Item1, Is.EqualTo("shift rule to blue 50, green 50"));
        Assert.That(second.Item2, Is.EqualTo(new[] { HookStatus.Succeeded, HookStatus.AwaitingAction }));
        Assert.That(second.Item3, Is.EqualTo("PRODUCTION_TRAFFIC_SHIFT"));
        Assert.That((Shifts(rig)[^1], Current(rig).Status), Is.EqualTo(("shift rule to blue 0, green 100", ServiceDeploymentStatus.Successful)));
    }

    [Test]
    public void A_deployment_that_is_paused_after_another_was_abandoned_reconciles_first()
    {
        var rig = Serve("\"RECONCILE_SERVICE\"");
        rig.Update(Web);
        rig.Update(Web);

        Assert.That(rig.Service().ServiceDeployments.Take(2).Select(one => (one.Status, one.PausedAt)), Is.EqualTo(new[]
        {
            (ServiceDeploymentStatus.InProgress, (LifecycleStage?)LifecycleStage.ReconcileService),
            (ServiceDeploymentStatus.Stopped, null),
        }));
    }

    [Test]
    public void Two_hooks_at_a_stage_both_have_to_be_continued()
    {
        var rig = Serve("""
            "POST_SCALE_UP"]}, {"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"
            """);
        rig.Update(Web);
        rig.Observe(2, Healthy);

        Answer(rig);
        var one = Current(rig).Status;
        rig.Call("ContinueServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}", "hookId": "{{Current(rig).Hooks[0].Id}}"}""");

        Assert.That((one, Current(rig).Status), Is.EqualTo((ServiceDeploymentStatus.InProgress, ServiceDeploymentStatus.Successful)));
    }

    [Test]
    public void A_pause_that_is_answered_with_ROLLBACK_gives_the_requests_back()
    {
        var rig = Serve("\"POST_PRODUCTION_TRAFFIC_SHIFT\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        Answer(rig, "ROLLBACK");

        var described = Described(rig);
        Assert.That(
            ((string?)described["status"], (string?)described["rollback"]!["reason"], (string?)described["lifecycleHookDetails"]![0]!["status"], Shifts(rig)[^1]),
            Is.EqualTo(("ROLLBACK_SUCCESSFUL", "Service deployment was rolled back at a lifecycle hook.", "FAILED", "shift rule to blue 100, green 0")));
        Assert.That(rig.Tasks.Select(task => task.LastStatus), Is.EqualTo(new[] { EcsTaskStatus.Running, EcsTaskStatus.Stopped }));
    }

    [TestCase("ROLLBACK", ServiceDeploymentStatus.RollbackSuccessful)]
    [TestCase("CONTINUE", ServiceDeploymentStatus.Successful)]
    public void A_pause_that_nobody_answers_ends_with_its_timeout(string action, ServiceDeploymentStatus status)
    {
        var rig = Serve("\"POST_SCALE_UP\"", timeout: $$""", "timeoutConfiguration": {"timeoutInMinutes": 2, "action": "{{action}}"}""");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Pass(119);
        var before = Current(rig).Status;
        rig.Pass(1);

        Assert.That((before, Current(rig).Status, Current(rig).Hooks.Single().Status), Is.EqualTo((ServiceDeploymentStatus.InProgress, status, HookStatus.TimedOut)));
    }

    [Test]
    public void A_paused_deployment_can_be_stopped()
    {
        var rig = Serve("\"POST_SCALE_UP\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Call("StopServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}"}""");

        Assert.That((Current(rig).Status, Current(rig).PausedAt), Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, (LifecycleStage?)null)));
        var refusal = Assert.Throws<AwsErrorException>(() => Answer(rig));
        Assert.That((refusal!.Code, refusal.Message), Is.EqualTo(("InvalidParameterException", "The service deployment is in the status ROLLBACK_SUCCESSFUL and cannot be continued.")));
    }

    [Test]
    public void The_deployment_of_a_service_that_is_deleted_stops_and_cannot_be_continued()
    {
        var rig = Serve("\"POST_SCALE_UP\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        rig.Call("DeleteService", """{"cluster": "local", "service": "web", "force": true}""");

        var deployment = rig.Service().ServiceDeployments[0];
        Assert.That((deployment.Status, deployment.StatusReason, deployment.PausedAt), Is.EqualTo((ServiceDeploymentStatus.Stopped, "The service was deleted.", (LifecycleStage?)null)));
        var refusal = Assert.Throws<AwsErrorException>(
            () => rig.Call("ContinueServiceDeployment", $$"""{"serviceDeploymentArn": "{{deployment.Arn}}", "hookId": "{{deployment.Hooks[0].Id}}"}"""));
        Assert.That(refusal!.Message, Is.EqualTo("The service deployment is in the status STOPPED and cannot be continued."));
    }

    [Test]
    public void A_pause_outlives_the_process()
    {
        var rig = Serve("\"POST_SCALE_UP\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);
        var id = Current(rig).Hooks.Single().Id;

        rig.Restart();
        var after = (Current(rig).Hooks.Single().Id, Current(rig).PausedAt);
        Answer(rig);

        Assert.That(after, Is.EqualTo((id, (LifecycleStage?)LifecycleStage.PostScaleUp)));
        Assert.That(Current(rig).Status, Is.EqualTo(ServiceDeploymentStatus.Successful));
    }

    [Test]
    public void A_rolling_deployment_pauses_before_and_after_its_new_tasks_start()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 2, """{"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP", "POST_SCALE_UP"]}]}""");
        Answer(rig);
        rig.Pass(5);
        Answer(rig);
        rig.Update(Web);

        var first = (Current(rig).PausedAt, (string?)Described(rig)["lifecycleStage"], rig.Tasks.Count);
        Answer(rig);
        rig.Pass(5);
        var second = (Current(rig).PausedAt, rig.Service().Primary.RolloutState, rig.Tasks.Count(task => task.StopRequested));
        Answer(rig);
        rig.Pass(5);

        Assert.That(first, Is.EqualTo(((LifecycleStage?)LifecycleStage.PreScaleUp, "PRE_SCALE_UP", 2)));
        Assert.That(second, Is.EqualTo(((LifecycleStage?)LifecycleStage.PostScaleUp, RolloutState.InProgress, 0)));
        Assert.That((Current(rig).Status, rig.Service().Primary.RolloutState), Is.EqualTo((ServiceDeploymentStatus.Successful, RolloutState.Completed)));
    }

    [Test]
    public void A_rolling_deployment_that_is_paused_is_rolled_back_on_demand()
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Pass(5);
        rig.Call("UpdateService", """{"cluster": "local", "service": "web", "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"]}]} }""");
        rig.Update(Web);

        Answer(rig, "ROLLBACK");
        rig.Pass(5);

        Assert.That((Current(rig).Status, rig.Service().Primary.TaskDefinitionArn[^1], rig.Tasks.Count), Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, '1', 1)));
    }

    [TestCase("""{"lifecycleStages": ["POST_SCALE_UP"], "hookTargetArn": "arn:aws:lambda:eu-west-2:1:function:check"}""", "UnsupportedFeatureException",
        "LocalAws does not emulate lifecycle hooks of targetType AWS_LAMBDA: it runs no functions. A hook of targetType PAUSE at the same stages pauses the deployment until "
        + "ContinueServiceDeployment is called, by whatever does the function's work in a rehearsal; or leave the hook out with --env=local.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": ["PRODUCTION_TRAFFIC_SHIFT"]}""", "InvalidParameterException",
        "A lifecycle hook of targetType PAUSE cannot be at the stage 'PRODUCTION_TRAFFIC_SHIFT': it can be at RECONCILE_SERVICE, PRE_SCALE_UP, POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": []}""", "InvalidParameterException", "lifecycleStages of a lifecycle hook cannot be empty.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 20161}}""", "InvalidParameterException", "timeoutInMinutes must be between 1 and 20160.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"action": "WAIT"}}""", "InvalidParameterException",
        "The action 'WAIT' of a timeoutConfiguration is not one of ROLLBACK and CONTINUE.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "hookTargetArn": "arn:1"}""", "InvalidParameterException", "A lifecycle hook of targetType PAUSE cannot have 'hookTargetArn'.")]
    [TestCase("""{"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}""", "UnsupportedFeatureException",
        "LocalAws does not emulate a pause of a ROLLING deployment at 'POST_TEST_TRAFFIC_SHIFT'; run this against AWS, or leave it out with --env=local.")]
    public void A_hook_that_cannot_be_is_refused(string hook, string code, string message)
    {
        var rig = new EcsRig();

        var refusal = Assert.Throws<AwsErrorException>(() => rig.Serve(Web, 1, $$"""{"lifecycleHooks": [{{hook}}]}"""));

        Assert.That((refusal!.Code, refusal.Message), Is.EqualTo((code, message)));
    }

    [TestCase("""{"serviceDeploymentArn": "arn:aws:ecs:eu-west-2:1:service-deployment/local/web/none", "hookId": "ecs-pause-1"}""", "ServiceDeploymentNotFoundException", "Service deployment not found.")]
    [TestCase("""{"serviceDeploymentArn": "OWN", "hookId": "ecs-pause-1"}""", "InvalidParameterException", "The service deployment has no lifecycle hook with the hookId ecs-pause-1.")]
    [TestCase("""{"serviceDeploymentArn": "OWN", "hookId": "HOOK", "action": "WAIT"}""", "InvalidParameterException", "action 'WAIT' is not one of CONTINUE and ROLLBACK.")]
    public void A_wrong_answer_is_refused(string request, string code, string message)
    {
        var rig = Serve("\"POST_SCALE_UP\"");
        rig.Update(Web);
        rig.Observe(2, Healthy);

        var refusal = Assert.Throws<AwsErrorException>(() => rig.Call(
            "ContinueServiceDeployment",
            request.Replace("OWN", Current(rig).Arn, StringComparison.Ordinal).Replace("HOOK", Current(rig).Hooks[0].Id, StringComparison.Ordinal)));

        Assert.That((refusal!.Code, refusal.Message, Current(rig).PausedAt), Is.EqualTo((code, message, (LifecycleStage?)LifecycleStage.PostScaleUp)));
    }
}
