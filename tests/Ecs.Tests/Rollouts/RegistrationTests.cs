using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>What a rollout that is refused leaves behind, and what a revision of another family is told of the one before.</summary>
public sealed class RegistrationTests
{
    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));

    [Test]
    public async Task A_revision_of_another_family_says_what_the_service_ran()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS"))).Service(Before, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));
        var renamed = TaskDefinitionDocument.Parse("""{"family":"store","containerDefinitions":[{"name":"app","image":"app@sha256:1"}]}""", "store.json");

        await ecs.RollAsync(request => request with { TaskDefinition = renamed });

        Assert.That(Tags(ecs), Does.Contain("""{"key":"slipway:replaces","value":"shop:1"}"""));
    }

    [Test]
    public async Task A_revision_of_the_same_family_does_not()
    {
        using var ecs = new FakeEcs().Started("UpdateService", Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS"))).Service(Before, Describe(New, 2, 2, ("d-2", New, "COMPLETED")));

        await ecs.RollAsync(request => request with { Tags = new Dictionary<string, string> { ["slipway:build"] = "7" } });

        Assert.That(Tags(ecs), Does.Contain("slipway:build").And.Not.Contain("slipway:replaces"));
    }

    [TestCase("web", 80, "the task definition has no container 'web'; it has app")]
    [TestCase("app", 80, "container 'app' of the task definition maps 8080")]
    public async Task A_container_that_the_service_s_target_group_leads_to_must_be_there_before_anything_is_registered(string container, int port, string problem)
    {
        using var ecs = new FakeEcs().Service(With(Before, service => service["loadBalancers"] =
            new JsonArray(new JsonObject { ["targetGroupArn"] = "arn:group", ["containerName"] = container, ["containerPort"] = port })));

        var refused = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(request => request with { TaskDefinition = OnPort8080 }));

        Assert.That((refused!.Outcome, refused.Message), Is.EqualTo((RolloutOutcome.Refused,
            $"slipway.yml:9:5: service 'web' has its load balancer (arn:group) lead to {container}:{port}, and {problem}. "
            + "Correct the task definition, or the service (aws ecs update-service --cluster shop --service web --load-balancers).")));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_container_that_a_service_registry_leads_to_must_be_there_too()
    {
        using var ecs = new FakeEcs().Service(With(Before, service => service["serviceRegistries"] =
            new JsonArray(new JsonObject { ["registryArn"] = "arn:registry", ["containerName"] = "web", ["containerPort"] = 80 })));

        var refused = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That(refused!.Message, Does.Contain("its service registry (arn:registry) lead to web:80"));
        Assert.That(ecs.Aws.DocumentsTo("RegisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task What_AWS_refuses_to_deploy_does_not_stay_registered()
    {
        using var ecs = new FakeEcs().Service(Before);
        ecs.Aws.On("UpdateService", AwsAnswer.Refusal("InvalidParameterException", "The new ARN and resource ID format must be enabled.")).On("DeregisterTaskDefinition", AwsAnswer.Ok("{'taskDefinition':{}}"));

        var refused = await Assert.ThrowsAsync<AwsException>(() => ecs.RollAsync());

        Assert.That(refused!.Code, Is.EqualTo("InvalidParameterException"));
        Assert.That((string?)ecs.Aws.DocumentsTo("DeregisterTaskDefinition").Single()["taskDefinition"], Is.EqualTo(New));
        Assert.That(ecs.Lines[^1], Is.EqualTo("Deregistered shop:2, which nothing runs"));
    }

    [Test]
    public async Task A_revision_that_was_registered_before_stays_when_AWS_refuses_it()
    {
        using var ecs = new FakeEcs().Service(Before);
        ecs.Aws.On("UpdateService", AwsAnswer.Refusal("InvalidParameterException", "No.")).On("DeregisterTaskDefinition", AwsAnswer.Ok("{'taskDefinition':{}}"));

        await Assert.ThrowsAsync<AwsException>(() => ecs.RollAsync(request => request with { Revision = New }));

        Assert.That(ecs.Aws.DocumentsTo("DeregisterTaskDefinition"), Is.Empty);
    }

    [Test]
    public async Task A_revision_that_the_service_has_after_all_stays()
    {
        using var ecs = new FakeEcs().Service(Before, Describe(New, 2, 0, ("d-2", New, "IN_PROGRESS")));
        ecs.Aws.On("UpdateService", AwsAnswer.Refusal("AccessDeniedException", "No.")).On("DeregisterTaskDefinition", AwsAnswer.Ok("{'taskDefinition':{}}"));

        await Assert.ThrowsAsync<AwsException>(() => ecs.RollAsync());

        Assert.That(ecs.Aws.DocumentsTo("DeregisterTaskDefinition"), Is.Empty);
    }

    private static TaskDefinitionDocument OnPort8080 { get; } = TaskDefinitionDocument.Parse(
        """{"family":"shop","containerDefinitions":[{"name":"app","image":"app@sha256:1","portMappings":[{"containerPort":8080}]}]}""", "shop.json");

    private static string Tags(FakeEcs ecs) => ecs.Aws.DocumentsTo("RegisterTaskDefinition").Single()["tags"]!.ToJsonString();
}
