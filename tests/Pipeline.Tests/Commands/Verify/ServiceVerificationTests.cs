using Slipway.Aws;
using Slipway.Pipeline.Commands.Verify;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Environments.Locking;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Verify;

/// <summary>What Verify finds of a service: its deployment, its release, the images of its tasks, the tags of its registry, and the load balancer's targets.</summary>
public sealed class ServiceVerificationTests
{
    private const string Registry = "170904582664.dkr.ecr.eu-west-2.amazonaws.com";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Other = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    private const string Released = ",{'key':'slipway:released','value':'2026-03-02T09:00:00Z'}";
    private const string Begin = "Service 'shop' in cluster 'staging', ";

    private static readonly Settings Settings = LockSettings.Of("tags: [\"{env}\", \"{env}-{build}\", \"{commit}\", \"{branch}\"]");

    [Test]
    public async Task A_service_that_runs_its_release_is_verified_point_by_point()
    {
        var found = await CheckAsync(Fake());

        Assert.That(found.IsGood, string.Join('\n', found.Problems));
        Assert.That(found.Checks.Select(check => $"{check.Name}: {check.Detail}"), Is.EqualTo(new[]
        {
            "deployment: d-2 is COMPLETED, 2 of 2 tasks run",
            "release: shop:7 is build 42, commit c0ffee, released 2026-03-02T09:00:00Z",
            "tasks: 2 run the images of shop:7 by digest",
            "tags: shop.app has c0ffee, staging, staging-42",
            "targets: the load balancer finds 2 healthy",
        }));
        Assert.That(found.Remarks, Is.Empty);
    }

    [TestCase("'rolloutState':'COMPLETED'", "'rolloutState':'IN_PROGRESS','rolloutStateReason':'It goes on.'", "deployment: it is IN_PROGRESS (It goes on).")]
    [TestCase("'rolloutState':'COMPLETED'", "'rolloutState':'FAILED'", "deployment: it is FAILED.")]
    [TestCase("'runningCount':2", "'runningCount':1", "deployment: 1 of 2 tasks run.")]
    [TestCase("'desiredCount':2", "'desiredCount':0", "deployment: the service is scaled to zero.")]
    [TestCase("'status':'ACTIVE'", "'status':'DRAINING'", "deployment: the service is DRAINING.")]
    public async Task A_deployment_that_is_not_complete_is_told(string right, string wrong, string problem) =>
        Assert.That((await CheckAsync(Fake(service: Service.Replace(right, wrong, StringComparison.Ordinal)))).Problems, Is.EqualTo(new[] { Begin + problem }));

    [Test]
    public async Task A_deployment_that_waits_for_a_person_is_told()
    {
        var fake = Fake(service: Service.Replace("'desiredCount':2", "'currentServiceDeployment':'arn:d','desiredCount':2", StringComparison.Ordinal)).On("DescribeServiceDeployments", AwsAnswer.Ok(
            "{'serviceDeployments':[{'serviceDeploymentArn':'arn:d','status':'IN_PROGRESS','lifecycleStage':'POST_SCALE_UP','updatedAt':100,'lifecycleHookDetails':[{'hookId':'h-2','status':'AWAITING_ACTION'}]}]}"));

        Assert.That((await CheckAsync(fake)).Problems, Is.EqualTo(new[] { $"{Begin}deployment: it is paused at POST_SCALE_UP since 1970-01-01T00:01:40Z." }));
    }

    [TestCase(Released, "", "release: shop:7 is build 42, commit c0ffee, which was never verified: deploy it again when its deployment is complete.")]
    [TestCase("'slipway:environment','value':'staging'", "'slipway:environment','value':'production'", "release: shop:7 is build 42, commit c0ffee, of application 'shop' for environment 'production'.")]
    public async Task A_revision_that_is_not_this_environments_release_is_told(string right, string wrong, string problem) =>
        Assert.That((await CheckAsync(Fake(tags: Tags.Replace(right, wrong, StringComparison.Ordinal)))).Problems, Is.EqualTo(new[] { Begin + problem }));

    [Test]
    public async Task A_revision_without_a_record_has_no_tags_to_compare_and_is_otherwise_verified()
    {
        var found = await CheckAsync(Fake(tags: ""));

        Assert.That(found.IsGood, string.Join('\n', found.Problems));
        Assert.That(found.Checks.Select(check => check.Name), Is.EqualTo(new[] { "deployment", "release", "tasks", "targets" }));
        Assert.That(found.Remarks, Is.EqualTo(new[] { "shop:7 was not registered by Slipway, so that there is no build whose tags the registry could be asked for." }));
    }

    [Test]
    public async Task A_task_that_runs_another_revision_or_another_image_is_told()
    {
        var old = await CheckAsync(Fake(tasks: Tasks.Replace("'taskDefinitionArn':'arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7','lastStatus':'RUNNING','containers':[{'name':'app','imageDigest':'" + Digest + "'}]},", "'taskDefinitionArn':'arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:6','lastStatus':'RUNNING','containers':[{'name':'app','imageDigest':'" + Other + "'}]},", StringComparison.Ordinal)));
        var other = await CheckAsync(Fake(tasks: Tasks.Replace(Digest, Other, StringComparison.Ordinal)));
        var none = await CheckAsync(Fake(tasks: "{'tasks':[]}"));

        Assert.That(old.Problems, Is.EqualTo(new[] { $"{Begin}tasks: task 0000aaaa0000 runs shop:6; task 0000bbbb0000 runs shop:6." }));
        Assert.That(other.Problems.Single(), Does.StartWith($"{Begin}tasks: container 'app' of task 0000aaaa0000 runs {Other}, and shop:7 has {Digest}; container 'app' of task "));
        Assert.That(none.Problems, Is.EqualTo(new[] { $"{Begin}tasks: none is running." }));
    }

    [Test]
    public async Task The_image_that_ECS_chose_from_an_index_is_the_right_one()
    {
        var index = $"{{'images':[{{'imageId':{{'imageDigest':'{Digest}'}},'imageManifest':'{{\\'manifests\\':[{{\\'digest\\':\\'{Other}\\',\\'platform\\':{{\\'os\\':\\'linux\\',\\'architecture\\':\\'amd64\\'}}}}]}}'}}]}}";

        var found = await CheckAsync(Fake(tasks: Tasks.Replace(Digest, Other, StringComparison.Ordinal)).On("BatchGetImage", AwsAnswer.Ok(index)));

        Assert.That(found.IsGood, string.Join('\n', found.Problems));
    }

    [Test]
    public async Task A_build_whose_tag_is_gone_is_a_problem_and_a_tag_that_has_moved_on_a_remark()
    {
        var gone = await CheckAsync(Fake(images: "'c0ffee','staging'"));
        var moved = await CheckAsync(Fake(images: "'staging-42'"));

        Assert.That(gone.Problems, Is.EqualTo(new[] { $"{Begin}tags: the registry has no tag 'staging-42' on {Registry}/shop.app@{Digest}." }));
        Assert.That(moved.IsGood);
        Assert.That(moved.Remarks, Is.EqualTo(new[]
        {
            $"Tag 'staging' of {Registry}/shop.app is not on the image that runs, {Digest}.", $"Tag 'c0ffee' of {Registry}/shop.app is not on the image that runs, {Digest}.",
        }));
    }

    [TestCase("unhealthy", "targets: target i-1:32768: unhealthy; target i-1:32769: unhealthy.")]
    [TestCase("initial", "targets: none is healthy: target i-1:32768: initial; target i-1:32769: initial.")]
    public async Task Targets_that_the_load_balancer_does_not_send_requests_to_are_told(string state, string problem) =>
        Assert.That((await CheckAsync(Fake(state: state))).Problems, Is.EqualTo(new[] { Begin + problem }));

    [Test]
    public async Task A_service_that_is_not_there_is_a_prerequisite()
    {
        using var fake = Fake(service: "");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => CheckAsync(fake));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Prerequisite, refused.Message)));
        Assert.That(refused.Message, Does.Contain("there is no service 'shop' in cluster 'staging'"));
    }

    [Test]
    public async Task What_the_caller_may_not_ask_is_a_remark_and_no_problem()
    {
        var found = await CheckAsync(Fake().On("DescribeRepositories", AwsAnswer.Refusal("AccessDeniedException", "No.")).On("POST /", AwsAnswer.XmlRefusal(System.Net.HttpStatusCode.Forbidden, "AccessDenied", "No.")));

        Assert.That(found.IsGood, string.Join('\n', found.Problems));
        Assert.That(found.Checks.Select(check => check.Name), Is.EqualTo(new[] { "deployment", "release", "tasks" }));
        Assert.That(found.Remarks, Has.Count.EqualTo(2));
    }

    private const string Revision = "arn:aws:ecs:eu-west-2:170904582664:task-definition/shop:7";

    private const string Service = $"{{'serviceName':'shop','status':'ACTIVE','taskDefinition':'{Revision}','desiredCount':2,'runningCount':2,"
        + "'loadBalancers':[{'targetGroupArn':'arn:aws:elasticloadbalancing:eu-west-2:170904582664:targetgroup/shop/0011','containerName':'app','containerPort':80}],"
        + $"'deployments':[{{'id':'d-2','status':'PRIMARY','taskDefinition':'{Revision}','rolloutState':'COMPLETED'}}]}}";

    private const string Tags = $"{{'key':'slipway:build','value':'42'}},{{'key':'slipway:commit','value':'c0ffee'}},{{'key':'slipway:environment','value':'staging'}},{{'key':'slipway:application','value':'shop'}}{Released}";

    private const string Tasks = $"{{'tasks':[{{'taskArn':'arn:aws:ecs:eu-west-2:170904582664:task/staging/0000aaaa0000','taskDefinitionArn':'{Revision}','lastStatus':'RUNNING','containers':[{{'name':'app','imageDigest':'{Digest}'}}]}},"
        + $"{{'taskArn':'arn:aws:ecs:eu-west-2:170904582664:task/staging/0000bbbb0000','taskDefinitionArn':'{Revision}','lastStatus':'RUNNING','containers':[{{'name':'app','imageDigest':'{Digest}'}}]}},"
        + "{'taskArn':'arn:aws:ecs:eu-west-2:170904582664:task/staging/0000cccc0000','taskDefinitionArn':'arn:other','lastStatus':'DEPROVISIONING','containers':[]}]}";

    private static FakeAws Fake(string service = Service, string tags = Tags, string tasks = Tasks, string images = "'staging-42','staging','c0ffee'", string state = "healthy") => new FakeAws()
        .On("DescribeServices", AwsAnswer.Ok($"{{'services':[{service}]}}"))
        .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{Revision}','containerDefinitions':[{{'name':'app','image':'{Registry}/shop.app@{Digest}'}}]}},'tags':[{tags}]}}"))
        .On("ListTasks", AwsAnswer.Ok("{'taskArns':['arn:task/1']}"))
        .On("DescribeTasks", AwsAnswer.Ok(tasks))
        .On("BatchGetImage", AwsAnswer.Ok("{'images':[]}"))
        .On("DescribeRepositories", AwsAnswer.Ok($"{{'repositories':[{{'repositoryName':'shop.app','repositoryUri':'{Registry}/shop.app'}}]}}"))
        .On("DescribeImages", AwsAnswer.Ok($"{{'imageDetails':[{{'imageDigest':'{Digest}','imageTags':[{images}]}}]}}"))
        .On("POST /", new AwsAnswer(System.Net.HttpStatusCode.OK, $"""
            <DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>
              <member><Target><Id>i-1</Id><Port>32768</Port></Target><TargetHealth><State>{state}</State></TargetHealth></member>
              <member><Target><Id>i-1</Id><Port>32769</Port></Target><TargetHealth><State>{state}</State></TargetHealth></member>
            </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>
            """) { MediaType = "text/xml" });

    private static async Task<VerifiedService> CheckAsync(FakeAws fake)
    {
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        return await new ServiceVerification(aws, TimeProvider.System).CheckAsync(Settings, CancellationToken.None);
    }
}
