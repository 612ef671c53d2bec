using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

/// <summary>What CodeDeploy refuses, and what LocalAws cannot do.</summary>
public sealed class RefusalTests
{
    private const string Names = """ "applicationName": "app", "deploymentGroupName": "group" """;

    [TestCase("serviceRoleArn", null, "RoleRequiredException", "serviceRoleArn must be specified")]
    [TestCase("deploymentStyle", null, "InvalidDeploymentStyleException", "For ECS deployment group, deploymentStyle must be BLUE_GREEN and WITH_TRAFFIC_CONTROL")]
    [TestCase("ecsServices", "[]", "InvalidECSServiceException", "For ECS deployment group, ecsServices must name one service and its cluster")]
    [TestCase("ecsServices", """[{"serviceName": "wep", "clusterName": "local"}]""", "InvalidECSServiceException", "The ECS service wep in cluster local cannot be found.")]
    [TestCase("deploymentConfigName", "\"CodeDeployDefault.OneAtATime\"", "DeploymentConfigDoesNotExistException", "No Deployment Configuration found for name: CodeDeployDefault.OneAtATime")]
    [TestCase("loadBalancerInfo", """{"elbInfoList": [{"name": "web"}]}""", "InvalidLoadBalancerInfoException", "For ECS deployment group, loadBalancerInfo must not contain elbInfo list")]
    [TestCase("loadBalancerInfo", """{"targetGroupPairInfoList": [{"targetGroups": [{"name": "blue"}]}]}""", "InvalidTargetGroupPairException", "A target group pair must name two different target groups.")]
    [TestCase("blueGreenDeploymentConfiguration", null, "InvalidBlueGreenDeploymentConfigurationException", "For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess and deploymentReadyOption must be specified")]
    [TestCase("autoRollbackConfiguration", """{"enabled": true, "events": ["DEPLOYMENT_BORED"]}""", "InvalidAutoRollbackConfigException", "'DEPLOYMENT_BORED' is no event that triggers a rollback; these are: DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, DEPLOYMENT_STOP_ON_REQUEST.")]
    [TestCase("alarmConfiguration", """{"enabled": true, "alarms": [{"name": "errors"}]}""", "NotImplemented", "LocalAws does not emulate the alarms of a deployment group (alarmConfiguration), as it has no CloudWatch alarms; run this against AWS, or leave it out with --env=local.")]
    public async Task A_deployment_group_that_could_not_deploy(string member, string? value, string code, string message)
    {
        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => CodeDeployRig.StartAsync(group => group[member] = value is null ? null : JsonNode.Parse(value)));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((code, message)));
    }

    [Test]
    public async Task A_service_that_ECS_itself_deploys()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        rig.Service.Controller = "ECS";

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.CallAsync("UpdateDeploymentGroup", """{"applicationName": "app", "currentDeploymentGroupName": "group"}"""));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidECSServiceException", "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.")));
    }

    [Test]
    public async Task A_service_that_another_group_deploys()
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var second = CodeDeployRig.Group();
        second["deploymentGroupName"] = "second";

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.CallAsync("CreateDeploymentGroup", second.ToJsonString()));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((
            "ECSServiceMappingLimitExceededException", "The ECS service web is associated with the deployment group group already; it can be with one only.")));
    }

    [TestCase("{}", "RevisionRequiredException", "RevisionLocation must be specified")]
    [TestCase("""{"revision": {"revisionType": "GitHub"}}""", "InvalidRevisionException", "The revision type GitHub cannot be deployed to ECS; use AppSpecContent or S3.")]
    [TestCase("""{"revision": {"revisionType": "AppSpecContent", "appSpecContent": {"content": "version: 0.0", "sha256": "00"}}}""", "InvalidRevisionException", "The SHA256 of the AppSpec content is 61e3942b5adadc9bea4d6feffc38d6567dff72bd20136aca04f5f20755ede10a, not 00.")]
    [TestCase("""{"revision": {"revisionType": "S3", "s3Location": {"bucket": "b", "key": "k.zip", "bundleType": "zip"}}}""", "InvalidRevisionException", "The bundle type of the revision is zip; for ECS it must be YAML or JSON.")]
    [TestCase("""{"deploymentGroupName": "grup"}""", "DeploymentGroupDoesNotExistException", "No Deployment Group found for name: grup")]
    [TestCase("""{"applicationName": "ap"}""", "ApplicationDoesNotExistException", "No application found for name: ap")]
    public async Task A_deployment_that_names_what_is_not_there(string members, string code, string message)
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var request = JsonNode.Parse($$"""{ {{Names}} }""")!.AsObject();
        foreach (var (member, value) in JsonNode.Parse(members)!.AsObject())
            request[member] = value!.DeepClone();

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.CallAsync("CreateDeployment", request.ToJsonString()));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((code, message)));
    }

    [Test]
    public async Task A_deployment_with_a_description_that_is_too_long_or_with_files()
    {
        await using var rig = await CodeDeployRig.StartAsync();

        var tooLong = await rig.RefusalAsync("CreateDeployment", $$"""{ {{Names}}, "description": "{{new string('x', 513)}}"}""");
        var longest = await rig.RefusalAsync("CreateDeployment", $$"""{ {{Names}}, "description": "{{new string('x', 512)}}"}""");
        var files = await rig.RefusalAsync("CreateDeployment", $$"""{ {{Names}}, "fileExistsBehavior": "RETAIN"}""");

        Assert.That(new[] { tooLong, longest, files }, Is.EqualTo(new[]
        {
            ("DescriptionTooLongException", "The description is longer than 512 characters."),
            ("RevisionRequiredException", "RevisionLocation must be specified"),
            ("InvalidFileExistsBehaviorException", "For Lambda, ECS and Kubernetes deployment, fileExistsBehavior can not be specified"),
        }));
    }

    [TestCase("BatchGetApplications", "applicationNames", 101, "BatchLimitExceededException", "101 applicationNames are given, more than 100.")]
    [TestCase("BatchGetDeploymentGroups", "deploymentGroupNames", 101, "BatchLimitExceededException", "101 deploymentGroupNames are given, more than 100.")]
    [TestCase("BatchGetDeploymentTargets", "targetIds", 26, "DeploymentTargetListSizeExceededException", "26 targetIds are given, more than 25.")]
    public async Task More_at_once_than_the_API_allows(string operation, string member, int count, string code, string message)
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var id = await rig.DeployAsync();
        var request = JsonNode.Parse($$"""{ {{Names}}, "deploymentId": "{{id}}"}""")!.AsObject();
        request[member] = new JsonArray([.. Enumerable.Range(0, count).Select(number => JsonValue.Create($"n{number}"))]);

        var refusal = await rig.RefusalAsync(operation, request.ToJsonString());

        Assert.That(refusal, Is.EqualTo((code, message)));
    }

    [TestCase("ContinueDeployment", """, "deploymentWaitType": "READY_WAIT" """, "DeploymentIsNotInReadyStateException")]
    [TestCase("ContinueDeployment", """, "deploymentWaitType": "TERMINATION_WAIT" """, "InvalidDeploymentStatusException")]
    [TestCase("ContinueDeployment", """, "deploymentWaitType": "LUNCH" """, "InvalidDeploymentWaitTypeException")]
    [TestCase("GetDeploymentTarget", """, "targetId": "local:other" """, "DeploymentTargetDoesNotExistException")]
    [TestCase("GetDeploymentInstance", "", "UnknownOperationException")]
    public async Task A_call_that_is_not_for_now(string operation, string members, string code)
    {
        await using var rig = await CodeDeployRig.StartAsync();
        var id = await rig.DeployAsync();

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.CallAsync(operation, $$"""{"deploymentId": "{{id}}" {{members}} }"""));

        Assert.That(refused!.Code, Is.EqualTo(code));
    }

    [TestCase("d-ABCDEF123", "DeploymentDoesNotExistException", "The deployment d-ABCDEF123 could not be found")]
    [TestCase("yesterday", "InvalidDeploymentIdException", "Specified DeploymentId is not in the valid format: yesterday")]
    public async Task A_deployment_that_is_not_there(string id, string code, string message)
    {
        await using var rig = await CodeDeployRig.StartAsync();

        var refused = await Assert.ThrowsAsync<AwsErrorException>(() => rig.InfoAsync(id));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((code, message)));
    }

    [Test]
    public async Task An_appspec_in_S3_that_is_missing_or_wrong_fails_the_deployment()
    {
        var seed = Directory.CreateTempSubdirectory("codedeploy-seed-");
        seed.CreateSubdirectory("releases");
        await File.WriteAllTextAsync(Path.Join(seed.FullName, "releases", "good.yaml"), CodeDeployRig.Appspec("web:7"));
        await File.WriteAllTextAsync(Path.Join(seed.FullName, "releases", "bad.yaml"), "version: 0.0\nResources: none");
        await using var rig = await CodeDeployRig.StartAsync(seed: seed.FullName);
        seed.Delete(recursive: true);

        var outcomes = new List<(DeploymentStatus, string?)>();
        foreach (var key in new[] { "missing.yaml", "bad.yaml", "good.yaml" })
        {
            var request = $$"""{ {{Names}}, "revision": {"revisionType": "S3", "s3Location": {"bucket": "releases", "key": "{{key}}", "bundleType": "YAML"} } }""";
            var deployment = await rig.RunAsync((string)(await rig.CallAsync("CreateDeployment", request))["deploymentId"]!);
            outcomes.Add((deployment.Status, deployment.Error?.Code));
        }

        Assert.That(outcomes, Is.EqualTo(new (DeploymentStatus, string?)[] { (DeploymentStatus.Failed, "REVISION_MISSING"), (DeploymentStatus.Failed, "INVALID_REVISION"), (DeploymentStatus.Succeeded, null) }));
        Assert.That(rig.Service.Calls[1], Is.EqualTo("create web:7 web:8080 at green"));
    }
}
