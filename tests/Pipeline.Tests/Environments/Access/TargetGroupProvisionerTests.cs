using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Environments.Access;

/// <summary>The load balancer of a rehearsal, for tasks with ports of the host and for tasks with an address of their own.</summary>
public sealed class TargetGroupProvisionerTests
{
    private static readonly TaskDefinitionDocument Bridge = Definition("bridge");
    private static readonly TaskDefinitionDocument Awsvpc = Definition("awsvpc");

    private FakeLoadBalancing _elb = null!;
    private FakeAws _aws = null!;
    private AwsClients _clients = null!;

    [SetUp]
    public void Connect()
    {
        _elb = new();
        _aws = new FakeAws().On("POST /", _elb.Answer);
        _clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, _aws);
    }

    [TearDown]
    public void Disconnect()
    {
        _clients.Dispose();
        _aws.Dispose();
    }

    [TestCase("bridge", "shop (instance)", "shop:8080 to shop=1")]
    [TestCase("awsvpc", "shop-ip (ip)", "shop:8080 to shop-ip=1")]
    public async Task The_network_mode_decides_what_the_groups_targets_are(string mode, string group, string listener)
    {
        var balancer = await ProvideAsync(Definition(mode));

        Assert.That((_elb.LoadBalancers, _elb.Groups, _elb.Listeners), Is.EqualTo((new[] { "shop" }, new[] { group }, new[] { listener })));
        Assert.That(balancer, Is.EqualTo(new ServiceLoadBalancer(FakeLoadBalancing.Arn(group.Split(' ')[0]), "app", 80)));
    }

    [Test]
    public async Task A_deployment_that_changes_the_mode_keeps_the_traffic_where_the_tasks_are_until_it_is_done()
    {
        await ProvideAsync(Bridge);

        await ProvideAsync(Awsvpc);
        var meanwhile = _elb.Listeners;
        await SettleAsync("shop-ip");

        Assert.That(meanwhile, Is.EqualTo(new[] { "shop:8080 to shop=1 shop-ip=0" }));
        Assert.That(_elb.Listeners, Is.EqualTo(new[] { "shop:8080 to shop-ip=1" }));
        Assert.That(_elb.Groups, Is.EqualTo(new[] { "shop-ip (ip)" }));
    }

    [TestCase("IN_PROGRESS")]
    [TestCase("FAILED")]
    public async Task Until_a_deployment_that_changes_the_mode_is_complete_the_traffic_stays_where_it_was(string state)
    {
        await ProvideAsync(Bridge);
        await ProvideAsync(Awsvpc);

        var isSettled = await SettleAsync("shop-ip", state);

        Assert.That(isSettled, Is.False);
        Assert.That((_elb.Listeners, _elb.Groups), Is.EqualTo((new[] { "shop:8080 to shop=1 shop-ip=0" }, new[] { "shop (instance)", "shop-ip (ip)" })));
    }

    [Test]
    public async Task A_deployment_that_keeps_the_mode_leaves_nothing_to_be_moved()
    {
        await ProvideAsync(Awsvpc);

        Assert.That(await SettleAsync("shop-ip", "IN_PROGRESS"), Is.True);
        Assert.That(_elb.Listeners, Is.EqualTo(new[] { "shop:8080 to shop-ip=1" }));
    }

    [Test]
    public async Task One_that_was_rolled_back_leaves_the_traffic_where_it_was()
    {
        await ProvideAsync(Bridge);
        await ProvideAsync(Awsvpc);

        await SettleAsync("shop");

        Assert.That((_elb.Listeners, _elb.Groups), Is.EqualTo((new[] { "shop:8080 to shop=1" }, new[] { "shop (instance)" })));
    }

    [Test]
    public async Task Before_the_deployment_is_verified_the_traffic_moves_and_the_other_group_stays_to_be_returned_to()
    {
        await ProvideAsync(Bridge);
        await ProvideAsync(Awsvpc);
        Has("shop-ip");

        await Provisioner.LeadAsync(Settings(), CancellationToken.None);

        Assert.That((_elb.Listeners, _elb.Groups), Is.EqualTo((new[] { "shop:8080 to shop-ip=1" }, new[] { "shop (instance)", "shop-ip (ip)" })));
    }

    [Test]
    public async Task A_group_whose_targets_still_drain_goes_with_the_next_deployment()
    {
        await ProvideAsync(Bridge);
        await ProvideAsync(Awsvpc);
        _elb.Targets["shop"] = 1;
        await SettleAsync("shop-ip");
        var draining = _elb.Groups;

        _elb.Targets["shop"] = 0;
        await ProvideAsync(Awsvpc);
        await SettleAsync("shop-ip");

        Assert.That((draining, _elb.Groups), Is.EqualTo((new[] { "shop (instance)", "shop-ip (ip)" }, new[] { "shop-ip (ip)" })));
    }

    [Test]
    public async Task Where_nothing_changes_nothing_is_changed()
    {
        await ProvideAsync(Awsvpc);
        await SettleAsync("shop-ip");
        var before = (_elb.Listeners, _elb.Groups);
        _elb.Changes.Clear();

        await ProvideAsync(Awsvpc);
        await SettleAsync("shop-ip");

        Assert.That((_elb.Listeners, _elb.Groups), Is.EqualTo(before));
        Assert.That(_elb.Changes, Is.EqualTo(new[] { "CreateLoadBalancer", "ModifyTargetGroup", "ModifyTargetGroupAttributes" }), "Each finds what is there.");
    }

    [Test]
    public async Task A_health_check_asks_for_200_unless_more_is_written_and_follows_the_configuration()
    {
        await ProvideAsync(Bridge);
        var before = _elb.Checks["shop"];

        await Provisioner.ProvideAsync(Settings(more: ", healthCheck: /up, healthCodes: '200,302'"), Bridge, CancellationToken.None);

        Assert.That((before, _elb.Checks["shop"]), Is.EqualTo(("/ 200", "/up 200,302")));
    }

    [Test]
    public async Task A_group_takes_the_place_of_the_one_of_the_other_kind_and_of_no_other()
    {
        await ProvideAsync(Bridge);

        var balancer = await ProvideAsync(Awsvpc);

        Assert.That(balancer!.Replaces, Is.EqualTo(new[] { FakeLoadBalancing.Arn("shop") }));
    }

    [Test]
    public async Task A_service_with_other_groups_too_is_led_to_by_its_own()
    {
        await ProvideAsync(Bridge);
        await ProvideAsync(Awsvpc);

        Has("somebody", more: "shop-ip");
        var isSettled = await Provisioner.SettleAsync(Settings(), CancellationToken.None);

        Assert.That((isSettled, _elb.Listeners), Is.EqualTo((true, new[] { "shop:8080 to shop-ip=1" })));
    }

    [Test]
    public async Task Another_port_takes_the_listeners_place()
    {
        await ProvideAsync(Bridge);

        await ProvideAsync(Bridge, listener: 9090);

        Assert.That(_elb.Listeners, Is.EqualTo(new[] { "shop:9090 to shop=1" }));
    }

    [Test]
    public async Task A_comparison_makes_nothing()
    {
        await ProvideAsync(Bridge);
        _elb.Changes.Clear();

        var known = await Provisioner.FindAsync(Settings(), Bridge, CancellationToken.None);
        var unknown = await Provisioner.FindAsync(Settings(), Awsvpc, CancellationToken.None);

        Assert.That(_elb.Changes, Is.Empty);
        Assert.That((known!.TargetGroupArn, unknown!.ToString()), Is.EqualTo((FakeLoadBalancing.Arn("shop"), "app:80 in a target group that a deployment makes")));
    }

    [TestCase("local", "local", "shop", "shop", "shop-ip")]
    [TestCase("local", "another", "shop", "another-shop-f7098b4a", "another-shop-f7098b4a-ip")]
    [TestCase("local-fargate", "local", "shop-fargate", "shop-fargate", "shop-fargate-ip")]
    [TestCase("local-fargate", "fargate", "shop", "fargate-shop-c63be5ed", "fargate-shop-c63be5ed-ip")]
    [TestCase("local", "local", "a-service-with-a-name-of-thirty2", "a-service-with-a-name-of-thirty2", "a-service-with-a-nam-cdadc7ab-ip")]
    [TestCase("local", "local", "web-ip", "web-ip-420d32f8", "web-ip-420d32f8-ip")]
    [TestCase("local", "local", "web-0123abcd", "web-0123abcd-125822db", "web-0123abcd-125822db-ip")]
    [TestCase("local", "local", "shop_web", "shop-web-687307ed", "shop-web-687307ed-ip")]
    public async Task Names_are_the_services_within_what_a_load_balancer_takes(string environment, string cluster, string service, string balancer, string byAddress)
    {
        await Provisioner.ProvideAsync(Settings(environment, cluster, service), Awsvpc, CancellationToken.None);

        Assert.That((_elb.LoadBalancers, _elb.Groups), Is.EqualTo((new[] { balancer }, new[] { $"{byAddress} (ip)" })));
    }

    [Test]
    public async Task No_two_services_of_rehearsals_share_a_name()
    {
        (string Environment, string Cluster, string Service)[] services =
        [
            ("local", "local", "web"), ("local", "blue", "web"), ("local-b", "blue-web", "b"), ("local", "local", "blue-web"), ("local-b", "a-b", "c"), ("local-c", "a", "b-c"),
            ("local", "local", "a-b-c"), ("local", "local", "web-ip"), ("local", "local", "web-ip-ip"), ("local", "local", "blue-web-d8d2f696"), ("local", "local", "web_ip"),
        ];

        foreach (var (environment, cluster, service) in services)
        {
            await Provisioner.ProvideAsync(Settings(environment, cluster, service), Bridge, CancellationToken.None);
            await Provisioner.ProvideAsync(Settings(environment, cluster, service), Awsvpc, CancellationToken.None);
        }

        Assert.That((_elb.LoadBalancers.Count, _elb.Groups.Count), Is.EqualTo((services.Length, 2 * services.Length)));
        Assert.That(_elb.LoadBalancers.Concat(_elb.Groups.Select(group => group.Split(' ')[0])), Is.All.Length.LessThanOrEqualTo(32).And.All.Match("^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$"));
    }

    [TestCase("shop", "shop")]
    [TestCase("another-shop", "another-shop")]
    public async Task A_port_that_a_load_balancer_of_a_former_name_has_is_told_with_what_to_do(string service, string former)
    {
        _elb.IsCrowded = true;
        await Provisioner.ProvideAsync(Settings("local", "local", service), Bridge, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => Provisioner.ProvideAsync(Settings("local", "another", "shop"), Bridge, CancellationToken.None));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Prerequisite,
            $"Port 8080 is taken by the load balancer '{former}'. If an earlier version of Slipway made it for this service, which is 'another-shop-f7098b4a' now: run ./build.sh --target=Down --env=local, and deploy again. "
            + "If it is another service's: give this one another port ('listener' in 'deploy.loadBalancer').")));
    }

    [Test]
    public async Task A_port_of_any_other_load_balancer_is_refused_by_the_rehearsal()
    {
        _elb.IsCrowded = true;
        await Provisioner.ProvideAsync(Settings("local", "local", "books"), Bridge, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<AwsException>(() => Provisioner.ProvideAsync(Settings("local", "another", "shop"), Bridge, CancellationToken.None));

        Assert.That(refused!.Code, Is.EqualTo("InvalidConfigurationRequest"));
    }

    private TargetGroupProvisioner Provisioner => new(_clients);

    private Task<ServiceLoadBalancer?> ProvideAsync(TaskDefinitionDocument definition, int listener = 8080) => Provisioner.ProvideAsync(Settings(listener: listener), definition, CancellationToken.None);

    private Task<bool> SettleAsync(string group, string state = "COMPLETED")
    {
        Has(group, state);
        return Provisioner.SettleAsync(Settings(), CancellationToken.None);
    }

    private void Has(string group, string state = "COMPLETED", params string[] more)
    {
        var groups = string.Join(',', more.Prepend(group).Select(name => $"{{'targetGroupArn':'{FakeLoadBalancing.Arn(name)}'}}"));
        _aws.On("DescribeServices", AwsAnswer.Ok($"{{'services':[{{'serviceName':'shop','status':'ACTIVE','deployments':[{{'status':'PRIMARY','rolloutState':'{state}'}}],'loadBalancers':[{groups}]}}]}}"));
    }

    private static Pipeline.Configuration.Settings Settings(string environment = "local", string cluster = "local", string service = "shop", int listener = 8080, string more = "") => SettingsText.Parse(
        $$"""
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        environments: { {{environment}}: { deploy: { strategy: rolling, cluster: {{cluster}}, service: {{service}}, loadBalancer: { container: app, port: 80, listener: {{listener}}{{more}} } } } }

        """,
        environment);

    private static TaskDefinitionDocument Definition(string mode) =>
        TaskDefinitionDocument.Parse($$"""{"family":"shop","networkMode":"{{mode}}","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");
}
