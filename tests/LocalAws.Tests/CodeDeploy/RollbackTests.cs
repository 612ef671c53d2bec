using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

/// <summary>Deployments that are rolled back.</summary>
public sealed class RollbackTests
{
    private const string Canary = "CodeDeployDefault.ECSCanary10Percent5Minutes";

    [Test]
    public async Task A_stop_in_the_middle_of_a_canary_leads_all_traffic_back_by_a_deployment_of_its_own()
    {
        await using var rig = await CodeDeployRig.StartAsync(group => group["deploymentConfigName"] = Canary);
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);
        var during = rig.Service.State;

        await rig.CallAsync("StopDeployment", $$"""{"deploymentId": "{{id}}", "autoRollbackEnabled": true}""");
        var stopped = await rig.RunAsync(id);
        var rollback = await rig.RunAsync(stopped.RollbackDeploymentId!);

        var (of, by) = (await rig.InfoAsync(id), await rig.InfoAsync(rollback.Id));
        Assert.That((during, rig.Service.State), Is.EqualTo(($"ecs-svc/0 PRIMARY, ecs-svc/{id} ACTIVE | blue 90 green 10", "ecs-svc/0 PRIMARY | blue 100 green 0")));
        Assert.That(((string?)of["status"], (string?)by["status"], (string?)by["creator"]), Is.EqualTo(("Stopped", "Succeeded", "codeDeployRollback")));
        Assert.That(of["rollbackInfo"]!.ToJsonString(), Is.EqualTo($$"""{"rollbackDeploymentId":"{{rollback.Id}}","rollbackMessage":"Deployment {{id}} is rolled back by deployment {{rollback.Id}}."}"""));
        Assert.That(by["rollbackInfo"]!.ToJsonString(), Is.EqualTo($$"""{"rollbackTriggeringDeploymentId":"{{id}}","rollbackMessage":"Deployment {{id}} is rolled back."}"""));
    }

    [Test]
    public async Task A_stop_during_the_termination_wait_makes_the_original_task_set_primary_again()
    {
        await using var rig = await CodeDeployRig.StartAsync(group =>
        {
            group["blueGreenDeploymentConfiguration"]!["terminateBlueInstancesOnDeploymentSuccess"]!["terminationWaitTimeInMinutes"] = 5;
            group["autoRollbackConfiguration"] = JsonNode.Parse("""{"enabled": true, "events": ["DEPLOYMENT_STOP_ON_REQUEST"]}""");
        });
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);

        await rig.CallAsync("StopDeployment", $$"""{"deploymentId": "{{id}}"}""");
        var stopped = await rig.RunAsync(id);
        await rig.RunAsync(stopped.RollbackDeploymentId!);

        Assert.That(rig.Service.Calls[^3..], Is.EqualTo(new[] { "shift blue 100 green 0", "primary ecs-svc/0", $"delete ecs-svc/{id}" }));
        Assert.That(rig.Service.State, Is.EqualTo("ecs-svc/0 PRIMARY | blue 100 green 0"));
    }

    [Test]
    public async Task A_failure_is_rolled_back_when_the_group_says_so()
    {
        await using var rig = await CodeDeployRig.StartAsync(group => group["autoRollbackConfiguration"] = JsonNode.Parse("""{"enabled": true, "events": ["DEPLOYMENT_FAILURE"]}"""));
        rig.Service.Starts = false;
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);

        var failed = await rig.PassAsync(id, 60);
        var rollback = await rig.RunAsync(failed.RollbackDeploymentId!);

        Assert.That((failed.Status, rollback.Status, rollback.RollbackOf), Is.EqualTo((DeploymentStatus.Failed, DeploymentStatus.Succeeded, id)));
        Assert.That(rig.Service.State, Is.EqualTo("ecs-svc/0 PRIMARY | blue 100 green 0"));
    }

    [Test]
    public async Task A_failure_before_anything_was_changed_needs_no_rollback()
    {
        await using var rig = await CodeDeployRig.StartAsync(group =>
        {
            group["autoRollbackConfiguration"] = JsonNode.Parse("""{"enabled": true, "events": ["DEPLOYMENT_FAILURE"]}""");
            group["loadBalancerInfo"]!["targetGroupPairInfoList"]![0]!["targetGroups"]![0]!["name"] = "grean";
        });
        var id = await rig.DeployAsync();

        await rig.RunAsync(id);

        var info = await rig.InfoAsync(id);
        Assert.That(info["errorInformation"]!.ToJsonString(), Is.EqualTo("""{"code":"ELASTIC_LOAD_BALANCING_INVALID","message":"The target group grean cannot be found."}"""));
        Assert.That(info["rollbackInfo"]!.ToJsonString(), Is.EqualTo($$"""{"rollbackMessage":"Deployment {{id}} changed nothing, so there is nothing to roll back."}"""));
    }

    [Test]
    public async Task What_has_succeeded_cannot_be_stopped()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var id = await rig.DeployAsync();
        await rig.RunAsync(id);

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.CallAsync("StopDeployment", $$"""{"deploymentId": "{{id}}", "autoRollbackEnabled": true}"""));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("DeploymentAlreadyCompletedException", $"The deployment {id} is already complete")));
    }

    /// <summary>A process that dies after a step and before it is saved makes the step again.</summary>
    [Test]
    public async Task Every_step_can_be_made_twice()
    {
        await using var rig = await CodeDeployRig.StartAsync(group =>
        {
            group["deploymentConfigName"] = Canary;
            group["loadBalancerInfo"]!["targetGroupPairInfoList"]![0]!["testTrafficRoute"] = new JsonObject { ["listenerArns"] = new JsonArray(ScriptedService.Test) };
        });
        var id = await rig.DeployAsync();

        var deployment = await rig.RunTwiceAsync(id);

        Assert.That(deployment.Status, Is.EqualTo(DeploymentStatus.Succeeded));
        Assert.That(rig.Service.State, Is.EqualTo($"ecs-svc/{id} PRIMARY | blue 0 green 100"));
    }
}
