using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Scheduler;

public sealed class EarlySuccessTests
{
    private const string Web = """[{"name": "web", "image": "shop.web"}]""";

    /// <summary>Two tasks, which are replaced one at a time.</summary>
    private static string Configuration(string criteria) => $$"""{"minimumHealthyPercent": 50, "maximumPercent": 100, "earlySuccessCriteria": { {{criteria}} } }""";

    /// <summary>What a deployment came to, the new tasks that run, and the old ones that have not ended.</summary>
    private static (ServiceDeploymentStatus, RolloutState, int New, int Old) Seen(EcsRig rig) => (
        rig.Service().ServiceDeployments[0].Status,
        rig.Service().Primary.RolloutState,
        rig.Tasks.Count(task => task.LastStatus == EcsTaskStatus.Running && task.TaskDefinitionArn.EndsWith(":2", StringComparison.Ordinal)),
        rig.Tasks.Count(task => !task.IsStopped && task.TaskDefinitionArn.EndsWith(":1", StringComparison.Ordinal)));

    [Test]
    public void A_deferred_clean_up_lets_the_old_tasks_end_after_the_deployment()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 2, Configuration("\"enable\": true, \"healthyPercent\": 50, \"sourceServiceRevisionCleanup\": \"DEFERRED\""));
        rig.Pass(10);
        rig.Update(Web);
        rig.Engine.Held.Add("stop web");

        rig.Pass(5);
        var early = Seen(rig);
        rig.Release("stop web");
        rig.Pass(5);

        Assert.That(early, Is.EqualTo((ServiceDeploymentStatus.Successful, RolloutState.Completed, 2, 1)));
        Assert.That(Seen(rig), Is.EqualTo((ServiceDeploymentStatus.Successful, RolloutState.Completed, 2, 0)));
        Assert.That((rig.Service().Deployments.Count, rig.Service().Steady), Is.EqualTo((1, true)));
    }

    [Test]
    public void A_blocking_clean_up_is_a_part_of_the_deployment_and_the_rest_of_the_new_tasks_is_not()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 2, Configuration("\"enable\": true, \"healthyPercent\": 50, \"sourceServiceRevisionCleanup\": \"BLOCKING\""));
        rig.Pass(10);
        rig.Update(Web);
        rig.Engine.Held.Add("stop web");

        rig.Pass(5);
        var blocked = Seen(rig);
        rig.Release("stop web");
        var early = Seen(rig).Item1;
        var steady = rig.Service().Steady;
        rig.Pass(5);

        Assert.That(blocked, Is.EqualTo((ServiceDeploymentStatus.InProgress, RolloutState.InProgress, 2, 1)));
        Assert.That((early, steady), Is.EqualTo((ServiceDeploymentStatus.Successful, false)));
        Assert.That((Seen(rig), rig.Service().Steady), Is.EqualTo(((ServiceDeploymentStatus.Successful, RolloutState.Completed, 2, 0), true)));
    }

    [Test]
    public void Nothing_is_rolled_back_after_an_early_success()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 2, """
            {"minimumHealthyPercent": 50, "maximumPercent": 100, "deploymentCircuitBreaker": {"enable": true, "rollback": true},
             "earlySuccessCriteria": {"enable": true, "healthyPercent": 50, "sourceServiceRevisionCleanup": "DEFERRED"} }
            """);
        rig.Pass(10);
        rig.Update(Web);
        rig.Engine.Ends["web"] = 1;

        rig.Pass(600);

        Assert.That((Seen(rig), rig.Service().Primary.TaskDefinitionArn[^1]), Is.EqualTo(((ServiceDeploymentStatus.Successful, RolloutState.Completed, 1, 0), '2')));
    }

    [Test]
    public void Criteria_that_are_not_enabled_change_nothing()
    {
        var rig = new EcsRig();
        rig.Serve(Web, 2, Configuration("\"enable\": false"));
        rig.Pass(10);
        rig.Update(Web);

        rig.Pass(5);

        Assert.That(Seen(rig), Is.EqualTo((ServiceDeploymentStatus.InProgress, RolloutState.InProgress, 2, 0)));
    }

    [TestCase("\"healthyPercent\": 50", "earlySuccessCriteria needs 'enable'.")]
    [TestCase("\"enable\": true", "earlySuccessCriteria that is enabled needs 'healthyPercent' and 'sourceServiceRevisionCleanup'.")]
    [TestCase("\"enable\": true, \"healthyPercent\": 49, \"sourceServiceRevisionCleanup\": \"BLOCKING\"", "healthyPercent of earlySuccessCriteria must be between minimumHealthyPercent (50) and 100.")]
    [TestCase("\"enable\": true, \"healthyPercent\": 50, \"sourceServiceRevisionCleanup\": \"NEVER\"", "sourceServiceRevisionCleanup 'NEVER' is not one of BLOCKING and DEFERRED.")]
    [TestCase("\"enable\": true, \"patience\": 1", "LocalAws does not emulate 'patience' of earlySuccessCriteria; run this against AWS, or leave it out with --env=local.")]
    public void Criteria_that_cannot_be_are_refused(string criteria, string message)
    {
        var refusal = Assert.Throws<AwsErrorException>(() => new EcsRig().Serve(Web, 2, Configuration(criteria)));

        Assert.That(refusal!.Message, Is.EqualTo(message));
    }

    [Test]
    public void Only_rolling_deployments_have_them()
    {
        var refusal = Assert.Throws<AwsErrorException>(() => new EcsRig().Serve(
            Web, 2, """{"strategy": "BLUE_GREEN", "earlySuccessCriteria": {"enable": true, "healthyPercent": 100, "sourceServiceRevisionCleanup": "BLOCKING"}}"""));

        Assert.That(refusal!.Message, Is.EqualTo("earlySuccessCriteria is only supported with the deployment strategy ROLLING; the strategy is BLUE_GREEN."));
    }
}
