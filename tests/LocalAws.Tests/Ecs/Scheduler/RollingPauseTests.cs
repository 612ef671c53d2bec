using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

/// <summary>What a pause of a rolling deployment keeps as it is, and how its hooks may be answered.</summary>
public sealed class RollingPauseTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";

    [Test]
    public void A_hook_without_a_timeout_of_its_own_rolls_back_after_a_day()
    {
        var rig = Serve("\"PRE_SCALE_UP\"");
        rig.Update(Web);

        var hook = rig.Call("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{Current(rig).Arn}}"]}""")["serviceDeployments"]![0]!["lifecycleHookDetails"]![0]!;

        Assert.That(
            ((string?)hook["timeoutAction"], (decimal)hook["expiresAt"]!),
            Is.EqualTo(("ROLLBACK", (rig.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToUnixTimeMilliseconds() / 1000m)));
    }

    [Test]
    public void A_hook_is_answered_once()
    {
        var rig = Serve("""
            "PRE_SCALE_UP"]}, {"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"
            """);
        rig.Update(Web);
        Answer(rig);

        var refusal = Refused(() => Answer(rig, "ROLLBACK"));

        Assert.That(refusal, Is.EqualTo(("InvalidParameterException", $"The lifecycle hook {Current(rig).Hooks[^1].Id} is in the status SUCCEEDED and not AWAITING_ACTION.")));
        Assert.That((Current(rig).Status, Current(rig).PausedAt), Is.EqualTo((ServiceDeploymentStatus.InProgress, (LifecycleStage?)LifecycleStage.PreScaleUp)));
    }

    [Test]
    public void The_first_deployment_of_a_service_has_nothing_to_roll_back_to()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 1, """{"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"]}]}""");

        var refusal = Refused(() => Answer(rig, "ROLLBACK"));

        Assert.That(refusal, Is.EqualTo(("InvalidParameterException", "The service deployment cannot be rolled back: there is no earlier service revision.")));
        Assert.That(Current(rig).PausedAt, Is.EqualTo(LifecycleStage.PreScaleUp));
    }

    [Test]
    public void One_that_is_paused_after_another_was_abandoned_starts_no_task_before_it_is_continued()
    {
        var rig = Serve("\"RECONCILE_SERVICE\"");
        rig.Update(Web);
        var abandoned = (Current(rig).PausedAt, rig.Tasks.Count);

        rig.Update(Web);
        var paused = (Current(rig).PausedAt, rig.Tasks.Count(task => task.TaskDefinitionArn[^1] == '3'));
        Answer(rig);
        rig.Pass(5);

        Assert.That(abandoned, Is.EqualTo(((LifecycleStage?)null, 2)));
        Assert.That(paused, Is.EqualTo(((LifecycleStage?)LifecycleStage.ReconcileService, 0)));
        Assert.That((Current(rig).Status, rig.Service().Primary.TaskDefinitionArn[^1]), Is.EqualTo((ServiceDeploymentStatus.Successful, '3')));
    }

    [Test]
    public void A_task_of_the_source_that_ends_during_the_pause_is_replaced_by_one_of_the_source()
    {
        var rig = Serve("\"PRE_SCALE_UP\"");
        rig.Update(Web);

        rig.Observe(1, "web", container => container.Exited(1));
        rig.Pass(60);

        Assert.That(rig.Tasks.Select(task => (task.TaskDefinitionArn[^1], task.LastStatus)), Is.EqualTo(new[] { ('1', EcsTaskStatus.Stopped), ('1', EcsTaskStatus.Running) }));
    }

    /// <summary>A service whose first deployment is done, and that pauses from then on.</summary>
    private static EcsRig Serve(string stages)
    {
        var rig = new EcsRig();
        rig.Serve(Web);
        rig.Pass(5);
        rig.Call("UpdateService", $$"""{"cluster": "local", "service": "web", "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": [{{stages}}]}] } }""");
        return rig;
    }

    private static ServiceDeployment Current(EcsRig rig) => rig.Service().ServiceDeployments[0];

    private static JsonObject Answer(EcsRig rig, string action = "CONTINUE") => rig.Call(
        "ContinueServiceDeployment", $$"""{"serviceDeploymentArn": "{{Current(rig).Arn}}", "hookId": "{{Current(rig).Hooks[^1].Id}}", "action": "{{action}}"}""");

    private static (string Code, string Message) Refused(Func<JsonObject> call)
    {
        var refused = Assert.Throws<AwsErrorException>(() => call());
        return (refused!.Code, refused.Message);
    }
}
