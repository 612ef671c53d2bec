using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class DeploymentAlarmTests
{
    private const string Web = """[{"name": "web", "image": "shop.web", "portMappings": [{"containerPort": 80}]}]""";
    private const string Watched = """{"alarms": {"alarmNames": ["errors", "latency"], "enable": true, "rollback": true}}""";

    private static ServiceDeployment Current(EcsRig rig) => rig.Service().ServiceDeployments[0];

    private static JsonNode Described(EcsRig rig) => rig.Call("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{Current(rig).Arn}}"]}""")["serviceDeployments"]![0]!;

    /// <summary>A service whose first deployment is done, five seconds of stability and a minute of alarms later.</summary>
    private static EcsRig Serve(string configuration = Watched)
    {
        var rig = new EcsRig();
        rig.Serve(Web, 1, configuration);
        rig.Pass(65);
        return rig;
    }

    [Test]
    public void An_alarm_fails_a_rolling_deployment_which_is_rolled_back()
    {
        var rig = Serve();
        rig.Update(Web);

        rig.Raise("errors");
        var alarms = Described(rig)["alarms"]!.ToJsonString();
        rig.Pass(5);

        Assert.That(alarms, Is.EqualTo("""{"status":"TRIGGERED","alarmNames":["errors","latency"],"triggeredAlarmNames":["errors"]}"""));
        Assert.That((Current(rig).Status, Current(rig).RollbackReason), Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, "ECS deployment failed: alarm detected.")));
        Assert.That(rig.Service().Primary.TaskDefinitionArn[^1], Is.EqualTo('1'));
        Assert.That(rig.Service().Events.Select(happened => happened.Message), Has.One.EndsWith("deployment failed: alarm detected."));
    }

    [Test]
    public void Alarms_that_are_not_enabled_fail_nothing()
    {
        var rig = Serve("""{"alarms": {"alarmNames": ["errors"], "enable": false, "rollback": true}}""");
        rig.Update(Web);

        rig.Raise("errors");
        rig.Pass(5);

        Assert.That((Current(rig).Status, (string?)Described(rig)["alarms"]!["status"]), Is.EqualTo((ServiceDeploymentStatus.Successful, "DISABLED")));
    }

    [Test]
    public void The_alarms_are_watched_for_their_time_after_the_tasks_were_replaced()
    {
        var rig = Serve();
        rig.Update(Web);

        rig.Pass(64);
        var baking = (Current(rig).Status, rig.Tasks.Count(task => task.LastStatus == EcsTaskStatus.Running));
        rig.Pass(1);

        Assert.That(baking, Is.EqualTo((ServiceDeploymentStatus.InProgress, 1)));
        Assert.That((Current(rig).Status, (string?)Described(rig)["alarms"]!["status"]), Is.EqualTo((ServiceDeploymentStatus.Successful, "MONITORING_COMPLETE")));
    }

    [Test]
    public void An_alarm_after_the_tasks_were_replaced_brings_the_old_ones_back()
    {
        var rig = Serve();
        rig.Update(Web);
        rig.Pass(30);

        rig.Raise("latency");
        rig.Pass(30);

        Assert.That((Current(rig).Status, rig.Service().Primary.TaskDefinitionArn[^1]), Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, '1')));
        Assert.That(rig.Tasks.Where(task => task.LastStatus == EcsTaskStatus.Running).Select(task => task.TaskDefinitionArn[^1]), Is.EqualTo(new[] { '1' }));
    }

    [Test]
    public void Without_rollback_the_deployment_fails_where_it_is()
    {
        var rig = Serve("""{"alarms": {"alarmNames": ["errors"], "enable": true, "rollback": false}}""");
        rig.Update(Web);

        rig.Raise("errors");

        Assert.That((Current(rig).Status, rig.Service().Primary.RolloutState, rig.Service().Primary.RolloutStateReason), Is.EqualTo((
            ServiceDeploymentStatus.Stopped, RolloutState.Failed, "ECS deployment failed: alarm detected.")));
    }

    [Test]
    public void A_deployment_that_begins_in_an_alarm_watches_none()
    {
        var rig = Serve();
        rig.Alarms.Raised.Add("errors");
        rig.Update(Web);

        rig.Raise("latency");
        rig.Pass(5);

        Assert.That((Current(rig).Status, (string?)Described(rig)["alarms"]!["status"]), Is.EqualTo((ServiceDeploymentStatus.Successful, "DISABLED")));
    }

    [Test]
    public void An_alarm_after_the_deployment_changes_nothing()
    {
        var rig = Serve();
        rig.Update(Web);
        rig.Pass(65);

        rig.Raise("errors");
        rig.Pass(60);

        Assert.That((Current(rig).Status, rig.Service().Primary.TaskDefinitionArn[^1]), Is.EqualTo((ServiceDeploymentStatus.Successful, '2')));
    }

    [Test]
    public void An_alarm_during_the_bake_time_of_a_blue_green_deployment_gives_the_requests_back()
    {
        var rig = new EcsRig();
        rig.Register(Web);
        rig.Call("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1,
             "deploymentConfiguration": {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5, "alarms": {"alarmNames": ["errors"], "enable": true, "rollback": true} },
             "loadBalancers": [{"targetGroupArn": "blue", "containerName": "web", "containerPort": 80, "advancedConfiguration": {"alternateTargetGroupArn": "green", "productionListenerRule": "rule"} }]}
            """);
        rig.Observe(1, new(TargetState.Healthy));
        rig.Update(Web);
        rig.Observe(2, new(TargetState.Healthy));
        var stage = Current(rig).Stage;

        rig.Raise("errors");

        Assert.That(stage, Is.EqualTo(LifecycleStage.BakeTime));
        Assert.That((Current(rig).Status, rig.Work.Last(work => work.StartsWith("shift", StringComparison.Ordinal))),
            Is.EqualTo((ServiceDeploymentStatus.RollbackSuccessful, "shift rule to blue 100, green 0")));
    }

    [Test]
    public void What_is_watched_and_what_was_raised_outlive_the_process()
    {
        var rig = Serve();
        rig.Update(Web);

        rig.Restart();
        rig.Raise("errors");
        rig.Pass(5);

        Assert.That(Current(rig).Status, Is.EqualTo(ServiceDeploymentStatus.RollbackSuccessful));
    }

    [TestCase("""{"alarms": {"alarmNames": ["none"], "enable": true, "rollback": true}}""", "ECS", "The CloudWatch alarm 'none' of the deployment does not exist.")]
    [TestCase("""{"alarms": {"alarmNames": ["errors"], "enable": true}}""", "ECS", "alarms of a deployment need 'rollback'.")]
    [TestCase("""{"alarms": {"alarmNames": ["errors"], "enable": true, "rollback": true, "bake": 1}}""", "ECS", "LocalAws does not emulate 'bake' of alarms; run this against AWS, or leave it out with --env=local.")]
    [TestCase(Watched, "CODE_DEPLOY", "Alarm based rollback feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.")]
    [TestCase("""{"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"]}]}""", "CODE_DEPLOY", "lifecycleHooks are only supported with the ECS deployment controller.")]
    public void Alarms_that_cannot_be_are_refused(string configuration, string controller, string message)
    {
        var rig = new EcsRig();
        rig.Register(Web);

        var refusal = Assert.Throws<AwsErrorException>(() => rig.Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 1, "deploymentController": {"type": "{{controller}}"}, "deploymentConfiguration": {{configuration}}}
            """));

        Assert.That(refusal!.Message, Is.EqualTo(message));
    }
}
