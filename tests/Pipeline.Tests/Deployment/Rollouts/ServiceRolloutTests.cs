using NSubstitute;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Environments.Access;
using Slipway.Pipeline.Tests.Environments.Locking;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

public sealed class ServiceRolloutTests
{
    private const string Revision = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:2";
    private const string Document = """{"family":"shop","networkMode":"awsvpc","containerDefinitions":[{"name":"app","image":"app@sha256:1","portMappings":[{"containerPort":80}]}]}""";
    private const string Balanced = "service: shop, loadBalancer: { container: app, port: 80, listener: 8080 } }";

    private static readonly TaskDefinitionDocument Awsvpc = TaskDefinitionDocument.Parse(Document, "shop.json");
    private static readonly DeployOptions Options = new(Force: false, RollsBack: true, Follows: true, UntilTerminated: false, Timeout: null) { PauseAdvice = "To continue it: this." };

    [Test]
    public async Task Before_a_rehearsal_is_verified_its_load_balancer_leads_to_the_tasks_that_run_and_afterwards_the_other_group_goes()
    {
        var elb = new FakeLoadBalancing();
        using var aws = Account(elb);
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop }", Balanced, StringComparison.Ordinal));
        await new TargetGroupProvisioner(clients).ProvideAsync(settings, TaskDefinitionDocument.Parse(Document.Replace("awsvpc", "bridge", StringComparison.Ordinal), "shop.json"), CancellationToken.None);
        (IReadOnlyList<string> Listeners, IReadOnlyList<string> Groups) verified = ([], []);

        await new ServiceRollout(settings, clients, Substitute.For<ILog>(), TimeProvider.System).RunAsync(new(Awsvpc), Options, Steps(() => verified = (elb.Listeners, elb.Groups)), CancellationToken.None);

        Assert.That(verified, Is.EqualTo((new[] { "shop:8080 to shop-ip=1" }, new[] { "shop (instance)", "shop-ip (ip)" })));
        Assert.That(elb.Groups, Is.EqualTo(new[] { "shop-ip (ip)" }));
    }

    [Test]
    public async Task While_a_deployment_is_paused_the_requests_of_a_rehearsal_stay_where_they_were()
    {
        var elb = new FakeLoadBalancing();
        using var aws = Account(elb, "IN_PROGRESS", """ "currentServiceDeployment":"arn:1","deploymentConfiguration":{"lifecycleHooks":[{"targetType":"PAUSE"}]}, """)
            .On("UpdateService", AwsAnswer.Ok($"{{'service':{{'deployments':[{{'id':'d-1','status':'PRIMARY','taskDefinition':'{Revision}'}}]}}}}"))
            .On("DescribeServiceDeployments", AwsAnswer.Ok("{'serviceDeployments':[{'lifecycleStage':'PRE_SCALE_UP','updatedAt':1772442000,'lifecycleHookDetails':[{'hookId':'h-1','status':'AWAITING_ACTION'}]}]}"));
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop }", Balanced, StringComparison.Ordinal));
        await new TargetGroupProvisioner(clients).ProvideAsync(settings, TaskDefinitionDocument.Parse(Document.Replace("awsvpc", "bridge", StringComparison.Ordinal), "shop.json"), CancellationToken.None);

        var paused = await Assert.ThrowsAsync<RolloutException>(() => new ServiceRollout(settings, clients, Substitute.For<ILog>(), TimeProvider.System)
            .RunAsync(new(Awsvpc), Options with { WaitsUntil = "" }, Steps(() => { }), CancellationToken.None));

        Assert.That((paused!.Outcome, paused.Message), Is.EqualTo((
            RolloutOutcome.Paused, "Deployment d-1 of service 'shop' is paused at PRE_SCALE_UP since 2026-03-02T09:00:00Z. To continue it: this.\nIt was not verified.")));
        Assert.That((elb.Listeners, elb.Groups), Is.EqualTo((new[] { "shop:8080 to shop=1 shop-ip=0" }, new[] { "shop (instance)", "shop-ip (ip)" })));
    }

    [Test]
    public async Task A_run_that_does_not_wait_leaves_the_requests_of_a_rehearsal_with_the_old_tasks_and_says_so()
    {
        var elb = new FakeLoadBalancing();
        using var aws = Account(elb, "IN_PROGRESS").On("UpdateService", AwsAnswer.Ok($"{{'service':{{'deployments':[{{'id':'d-1','status':'PRIMARY','taskDefinition':'{Revision}'}}]}}}}"));
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop }", Balanced, StringComparison.Ordinal));
        await new TargetGroupProvisioner(clients).ProvideAsync(settings, TaskDefinitionDocument.Parse(Document.Replace("awsvpc", "bridge", StringComparison.Ordinal), "shop.json"), CancellationToken.None);
        var log = new LockRig.RecordedLog();

        var result = await new ServiceRollout(settings, clients, log, TimeProvider.System).RunAsync(new(Awsvpc), Options with { Follows = false }, Steps(() => { }), CancellationToken.None);

        Assert.That(result.Followed, Is.False);
        Assert.That(elb.Listeners, Is.EqualTo(new[] { "shop:8080 to shop=1 shop-ip=0" }));
        Assert.That(log.Lines, Has.One.Contains(
            "The rehearsal's load balancer leads to another target group than the one that service 'shop' has: its deployment is not complete. Deploy again when it is (--target=Status), which leads the requests there."));
    }

    [Test]
    public async Task A_pause_cannot_be_waited_for_where_CodeDeploy_deploys()
    {
        using var aws = Account(new());
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("strategy: rolling, cluster: local, service: shop", "strategy: blue-green, cluster: local, service: shop, codeDeploy: { application: a, deploymentGroup: g }", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => new ServiceRollout(settings, clients, Substitute.For<ILog>(), TimeProvider.System)
            .RunAsync(new(Awsvpc), Options with { WaitsUntil = "" }, Steps(() => { }), CancellationToken.None));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Configuration,
            "slipway.yml:6:22: --wait-until names a pause, and with strategy 'blue-green' CodeDeploy deploys, which has none of ECS's. Leave it out, or write shifted or terminated.")));
    }

    [Test]
    public async Task A_load_balancer_that_the_strategy_does_not_use_is_warned_of()
    {
        using var aws = Account(new(), more: "\"deploymentConfiguration\":{\"strategy\":\"BLUE_GREEN\"},");
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("service: shop }", Balanced, StringComparison.Ordinal).Replace("strategy: rolling", "strategy: ecs-blue-green", StringComparison.Ordinal));
        var log = new LockRig.RecordedLog();

        await new ServiceRollout(settings, clients, log, TimeProvider.System).RunAsync(new(Awsvpc), Options, Steps(() => { }), CancellationToken.None);

        Assert.That(log.Lines, Has.One.Contains("'deploy.loadBalancer' is not used: this strategy moves service 'shop' between target groups of its own, which stay as they are."));
    }

    [Test]
    public async Task Outside_of_a_rehearsal_nothing_is_registered_without_a_network()
    {
        using var aws = Account(new()).On("DescribeServices", AwsAnswer.Ok("{'services':[],'failures':[{'arn':'shop','reason':'MISSING'}]}"));
        using var clients = Clients(aws);
        var settings = SettingsText.Parse(SettingsText.Smallest, "staging");

        await Assert.ThatAsync(
            () => new ServiceRollout(settings, clients, Substitute.For<ILog>(), TimeProvider.System).RunAsync(new(Awsvpc), Options, Steps(() => { }), CancellationToken.None),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("missing key 'network' in 'deploy' (environment 'staging')"));

        Assert.That(aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    /// <summary>A cluster whose service runs the definition already.</summary>
    /// <param name="more">Members of the service.</param>
    private static FakeAws Account(FakeLoadBalancing elb, string state = "COMPLETED", string more = "") => new FakeAws()
        .On("POST /", elb.Answer)
        .On("DescribeClusters", AwsAnswer.Ok("{'clusters':[{'clusterName':'local','status':'ACTIVE'}],'failures':[]}"))
        .On("DescribeServices", AwsAnswer.Ok($$"""
            {"services":[{"serviceName":"shop","status":"ACTIVE","taskDefinition":"{{Revision}}","desiredCount":1,"runningCount":1,
              "deployments":[{"id":"d-1","status":"PRIMARY","taskDefinition":"{{Revision}}","rolloutState":"{{state}}"}],{{more}}
              "loadBalancers":[{"targetGroupArn":"{{FakeLoadBalancing.Arn("shop-ip")}}","containerName":"app","containerPort":80}],
              "networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-local-b","subnet-local-a"]} } }]}
            """))
        .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{Document.Replace("{\"family\"", $"{{\"taskDefinitionArn\":\"{Revision}\",\"family\"", StringComparison.Ordinal)}}}"));

    private static AwsClients Clients(FakeAws aws) =>
        AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, aws);

    private static RolloutSteps Steps(Action verify) => new((_, _) => Task.CompletedTask, (_, _) =>
    {
        verify();
        return Task.CompletedTask;
    });
}
