using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Status;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Status;

public sealed class StatusReaderTests
{
    private const string Registry = "111122223333.dkr.ecr.eu-west-2.amazonaws.com";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Found = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    private const string Balancers = "'loadBalancers':[{'targetGroupArn':'arn:aws:elasticloadbalancing:eu-west-2:111122223333:targetgroup/shop/0011','containerName':'app','containerPort':80}]";

    [Test]
    public async Task What_ECS_the_registry_and_the_load_balancer_know_is_put_together()
    {
        using var fake = Fake();

        var status = await ReadAsync(fake, $$"""
            {'serviceName':'web','status':'ACTIVE','taskDefinition':'arn:shop:7','desiredCount':2,'runningCount':1,'pendingCount':1,{{Balancers}},
             'deployments':[
               {'id':'d-1','status':'ACTIVE','taskDefinition':'arn:shop:6','desiredCount':0,'runningCount':1,'createdAt':50},
               {'id':'d-2','status':'PRIMARY','taskDefinition':'arn:shop:7','rolloutState':'IN_PROGRESS','rolloutStateReason':'in progress','desiredCount':2,'runningCount':1,'pendingCount':1,'failedTasks':3,'createdAt':100.5,'updatedAt':101}],
             'events':[{'createdAt':103,'message':'6'},{'message':'5'},{'message':'4'},{'message':'3'},{'message':'2'},{'message':'1'}]}
            """);

        Assert.That((status.Status, status.TaskDefinition, status.Desired, status.Running, status.Pending), Is.EqualTo(("ACTIVE", "arn:shop:7", 2, 1, 1)));
        Assert.That(status.Release, Is.EqualTo(new ReleaseRecord("2026-03-02T09:00:00Z", "42", "c0ffee", "staging", "shop", null)));
        Assert.That(status.Deployments, Is.EqualTo(new[]
        {
            new DeploymentStatus("d-2", "PRIMARY", "arn:shop:7", "IN_PROGRESS", "in progress", 2, 1, 1, 3, DateTimeOffset.FromUnixTimeMilliseconds(100_500), DateTimeOffset.FromUnixTimeSeconds(101)),
            new DeploymentStatus("d-1", "ACTIVE", "arn:shop:6", null, null, 0, 1, 0, 0, DateTimeOffset.FromUnixTimeSeconds(50), null),
        }));
        Assert.That(status.Images.Select(image => $"{image.Container} {image.Digest} {string.Join(',', image.Tags)}"), Is.EqualTo(new[] { $"app {Digest} staging,staging-42", $"redis {Found} " }));
        Assert.That(status.Targets, Is.EqualTo(new[]
        {
            new TargetStatus("shop", "i-1:32768", "healthy", null, null),
            new TargetStatus("shop", "i-1:32769", "unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
        }));
        Assert.That(status.Events.Select(one => one.Message), Is.EqualTo(new[] { "6", "5", "4", "3", "2" }));
        Assert.That(status.Remarks, Is.Empty);
    }

    [Test]
    public async Task A_service_that_CodeDeploy_deploys_is_described_by_its_task_sets()
    {
        using var fake = Fake();

        var status = await ReadAsync(fake, $$"""
            {'serviceName':'web','status':'ACTIVE','taskDefinition':'arn:shop:1','deployments':[],'taskSets':[
              {'id':'t-1','status':'ACTIVE','taskDefinition':'arn:shop:6','stabilityStatus':'STEADY_STATE','computedDesiredCount':2,'runningCount':2},
              {'id':'t-2','status':'PRIMARY','taskDefinition':'arn:shop:7','stabilityStatus':'STABILIZING','computedDesiredCount':2,'runningCount':1,'pendingCount':1,{{Balancers}}}]}
            """);

        Assert.That(status.TaskDefinition, Is.EqualTo("arn:shop:7"));
        Assert.That(status.Deployments.Select(one => (one.Id, one.RolloutState, one.Desired, one.Running)), Is.EqualTo(new[] { ("t-2", "STABILIZING", 2, 1), ("t-1", (string?)"STEADY_STATE", 2, 2) }));
        Assert.That(status.Targets, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_deployment_that_is_paused_is_read_from_the_service_deployment()
    {
        using var fake = Fake().On("DescribeServiceDeployments", AwsAnswer.Ok(
            "{'serviceDeployments':[{'serviceDeploymentArn':'arn:d','status':'IN_PROGRESS','lifecycleStage':'POST_SCALE_UP','updatedAt':100,'lifecycleHookDetails':["
            + "{'hookId':'h-1','status':'SUCCEEDED'},{'hookId':'h-2','status':'AWAITING_ACTION','expiresAt':160,'timeoutAction':'CONTINUE'}]}]}"));

        var status = await ReadAsync(fake, "{'serviceName':'web','status':'ACTIVE','taskDefinition':'arn:shop:7','currentServiceDeployment':'arn:d'}");

        Assert.That(status.Pause, Is.EqualTo(new DeploymentPause("POST_SCALE_UP", status.Pause!.Hooks, DateTimeOffset.FromUnixTimeSeconds(100), DateTimeOffset.FromUnixTimeSeconds(160), "CONTINUE")));
        Assert.That(status.Pause.Hooks, Is.EqualTo(new[] { "h-2" }));
    }

    [Test]
    public async Task What_the_caller_may_not_ask_is_a_remark()
    {
        using var fake = Fake()
            .On("DescribeRepositories", AwsAnswer.Refusal("AccessDeniedException", "No."))
            .On("POST /", AwsAnswer.XmlRefusal(System.Net.HttpStatusCode.Forbidden, "AccessDenied", "No."));

        var status = await ReadAsync(fake, $$"""{'serviceName':'web','status':'ACTIVE','taskDefinition':'arn:shop:7',{{Balancers}}}""");

        Assert.That(status.Images.Select(image => (image.Container, image.Digest)), Is.EqualTo(new[] { ("app", Digest), ("redis", Found) }));
        Assert.That(status.Remarks, Has.Count.EqualTo(2));
        Assert.That(status.Remarks[0], Does.StartWith("The tags of the images are not shown: ECR DescribeRepositories failed: AccessDeniedException").And.EndWith("Allow the caller 'ecr:DescribeRepositories'."));
        Assert.That(status.Remarks[1], Does.StartWith("The health of the targets is not shown: Elastic Load Balancing v2 DescribeTargetHealth failed: AccessDenied"));
    }

    private static async Task<ServiceStatus> ReadAsync(FakeAws fake, string service)
    {
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        var reader = new StatusReader(clients.Ecs, clients.Ecr, clients.Query(AwsService.LoadBalancing));
        return await reader.ReadAsync("shop", JsonNode.Parse(service.Replace('\'', '"'))!.AsObject(), CancellationToken.None);
    }

    private static FakeAws Fake() => new FakeAws()
        .On("DescribeTaskDefinition", AwsAnswer.Ok(
            $"{{'taskDefinition':{{'taskDefinitionArn':'arn:shop:7','containerDefinitions':[{{'name':'app','image':'{Registry}/shop.app@{Digest}'}},{{'name':'redis','image':'redis:7'}}]}},"
            + "'tags':[{'key':'slipway:released','value':'2026-03-02T09:00:00Z'},{'key':'slipway:build','value':'42'},{'key':'slipway:commit','value':'c0ffee'},{'key':'slipway:environment','value':'staging'},{'key':'slipway:application','value':'shop'}]}"))
        .On("ListTasks", AwsAnswer.Ok("{'taskArns':['arn:task/1','arn:task/2']}"))
        .On("DescribeTasks", AwsAnswer.Ok(
            "{'tasks':[{'taskArn':'arn:task/1','taskDefinitionArn':'arn:shop:6','containers':[{'name':'redis','imageDigest':'sha256:0'}]},"
            + $"{{'taskArn':'arn:task/2','taskDefinitionArn':'arn:shop:7','containers':[{{'name':'redis','imageDigest':'{Found}'}}]}}]}}"))
        .On("DescribeRepositories", AwsAnswer.Ok($"{{'repositories':[{{'repositoryName':'shop.app','repositoryUri':'{Registry}/shop.app'}}]}}"))
        .On("DescribeImages", AwsAnswer.Ok($"{{'imageDetails':[{{'imageDigest':'{Digest}','imageTags':['staging-42','staging']}}]}}"))
        .On("POST /", new AwsAnswer(System.Net.HttpStatusCode.OK, """
            <DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>
              <member><Target><Id>i-1</Id><Port>32768</Port></Target><TargetHealth><State>healthy</State></TargetHealth></member>
              <member><Target><Id>i-1</Id><Port>32769</Port></Target><TargetHealth><State>unhealthy</State><Reason>Target.FailedHealthChecks</Reason><Description>Health checks failed</Description></TargetHealth></member>
            </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>
            """) { MediaType = "text/xml" });
}
