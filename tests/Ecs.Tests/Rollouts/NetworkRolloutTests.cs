using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>What becomes of the network that is written for a service, by every strategy.</summary>
public sealed class NetworkRolloutTests
{
    private const string Own = """{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"securityGroups":["sg-1"],"assignPublicIp":"ENABLED"}}""";
    private const string Changed = """{"awsvpcConfiguration":{"subnets":["subnet-3"],"securityGroups":["sg-1"],"assignPublicIp":"ENABLED"}}""";

    private static readonly TaskDefinitionDocument Awsvpc = TaskDefinitionDocument.Parse("""{"family":"shop","networkMode":"awsvpc","containerDefinitions":[{"name":"app","image":"app@sha256:1","portMappings":[{"containerPort":80},{"containerPort":81}]}]}""", "shop.json");
    private static readonly ServiceNetwork Same = new(["subnet-2", "subnet-1"], null, null);
    private static readonly ServiceNetwork Other = new(["subnet-3"], null, null);
    private static readonly string Before = WithNetwork(Describe(Old, 2, 2, ("d-1", Old, "COMPLETED")));
    private static readonly string Rolling = WithNetwork(Describe(New, 2, 1, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED")));
    private static readonly string Done = WithNetwork(Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

    [Test]
    public async Task A_service_is_created_in_its_network()
    {
        using var ecs = new FakeEcs().Started("CreateService", Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS")))
            .Service(null, Describe(New, 1, 1, ("d-1", New, "COMPLETED")));

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc, Network = new(["subnet-1"], ["sg-1"], PublicIp: true) });

        Assert.That(
            ecs.Aws.DocumentsTo("CreateService").Single()["networkConfiguration"]!.ToJsonString(),
            Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-1"],"securityGroups":["sg-1"],"assignPublicIp":"ENABLED"}}"""));
    }

    [TestCase(LaunchType.Fargate, "FARGATE")]
    [TestCase(LaunchType.Ec2, "EC2")]
    [TestCase(null, null)]
    public async Task A_service_is_created_with_its_launch_type(LaunchType? launchType, string? sent)
    {
        using var ecs = new FakeEcs().Started("CreateService", Describe(New, 1, 0, ("d-1", New, "IN_PROGRESS")))
            .Service(null, Describe(New, 1, 1, ("d-1", New, "COMPLETED")));

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc, LaunchType = launchType });

        Assert.That((string?)ecs.Aws.DocumentsTo("CreateService").Single()["launchType"], Is.EqualTo(sent));
    }

    [Test]
    public async Task A_service_that_has_the_network_keeps_it_untouched()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Done);

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc, Network = Same });

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ContainsKey("networkConfiguration"), Is.False);
    }

    [Test]
    public async Task A_network_that_is_not_written_is_not_sent()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Done);

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc });

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ContainsKey("networkConfiguration"), Is.False);
    }

    [Test]
    public async Task Another_network_alone_is_a_deployment_and_what_is_not_written_stays()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Done);
        var runs = Awsvpc.Clone().Root;
        runs["taskDefinitionArn"] = Old;
        ecs.Aws.On("DescribeTaskDefinition", AwsAnswer.Ok(new JsonObject { ["taskDefinition"] = runs }));

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc, Network = Other });

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single()["networkConfiguration"]!.ToJsonString(), Is.EqualTo(Changed));
        Assert.That(ecs.Lines[0], Is.EqualTo("  ~ network of the service: subnets subnet-1, subnet-2; security groups sg-1; public IP ENABLED → subnets subnet-3"));
    }

    [Test]
    public async Task Tasks_without_a_network_of_their_own_take_the_services_away()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(Before, Done);

        await ecs.RollAsync();

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single()["networkConfiguration"]!.ToJsonString(), Is.EqualTo("{}"));
        Assert.That(ecs.Lines, Does.Contain("  - network of the service: subnets subnet-1, subnet-2; security groups sg-1; public IP ENABLED"));
    }

    [Test]
    public async Task A_cancelled_deployment_gives_the_service_back_its_network_and_its_load_balancers()
    {
        using var cancellation = new CancellationTokenSource();
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(With(Before, service => service["loadBalancers"] = JsonNode.Parse("""[{"targetGroupArn":"arn:old"}]""")), Rolling, Done);

        await Assert.ThatAsync(
            () => ecs.RollAsync(
                request => request with { TaskDefinition = Awsvpc, Network = Other, LoadBalancer = new("arn:new", "app", 80) },
                (_, _) =>
                {
                    cancellation.Cancel();
                    throw new OperationCanceledException();
                },
                cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());

        var restored = ecs.Aws.DocumentsTo("UpdateService")[^1];
        Assert.That((string?)restored["taskDefinition"], Is.EqualTo(Old));
        Assert.That((restored["networkConfiguration"]?.ToJsonString(), restored["loadBalancers"]?.ToJsonString()), Is.EqualTo((Own, """[{"targetGroupArn":"arn:old"}]""")));
    }

    [Test]
    public async Task With_the_strategy_of_ECS_another_network_is_sent_with_the_update()
    {
        const string Deployment = "{'serviceDeployments':[{'serviceDeploymentArn':'arn:d-2','status':'SUCCESSFUL','targetServiceRevisionArn':'arn:r-2'}]}";
        var service = With(Before, node => node["deploymentConfiguration"] = JsonNode.Parse("""{"strategy":"BLUE_GREEN"}"""));
        using var ecs = new FakeEcs().Started("UpdateService", Rolling).Service(service, Done);
        ecs.Aws.On("ListServiceDeployments", AwsAnswer.Ok("{'serviceDeployments':[]}"), AwsAnswer.Ok(Deployment)).On("DescribeServiceDeployments", AwsAnswer.Ok(Deployment))
            .On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'arn:r-2','taskDefinition':'{New}'}}]}}"));

        await ecs.RollAsync(request => request with { TaskDefinition = Awsvpc, Strategy = RolloutStrategy.EcsBlueGreen, Network = Other });

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single()["networkConfiguration"]!.ToJsonString(), Is.EqualTo(Changed));
    }

    [Test]
    public async Task CodeDeploy_cannot_change_a_network_and_that_is_refused_before_anything_is_registered()
    {
        var service = With(Before, node => node["deploymentController"] = JsonNode.Parse("""{"type":"CODE_DEPLOY"}"""));
        using var ecs = new FakeEcs().Service(service);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with
        {
            Strategy = RolloutStrategy.CodeDeploy,
            CodeDeploy = new("shop", "shop-group", "TaskDefinition: <TASK_DEFINITION>", "appspec.yaml:1"),
            TaskDefinition = Awsvpc,
            Network = Other,
        }));

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((
            RolloutOutcome.Refused,
            "slipway.yml:9:5: 'deploy.network' says subnets subnet-3, and service 'web' has subnets subnet-1, subnet-2; security groups sg-1; public IP ENABLED. "
            + "UpdateService cannot change that of a service with the deployment controller CODE_DEPLOY. "
            + "Write the service's own, or leave 'deploy.network' out and write 'NetworkConfiguration' into the appspec, which CodeDeploy gives the new tasks.")));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    private static string WithNetwork(string service) => With(service, node => node["networkConfiguration"] = JsonNode.Parse(Own));
}
