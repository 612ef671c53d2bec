using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Tests.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.ServiceDefinitions;

/// <summary>Deployments by CodeDeploy of a service that a file defines: ECS is told what it changes, before CodeDeploy deploys.</summary>
public sealed class DefinedCodeDeployServiceTests
{
    private static readonly string Before = Service(Old);
    private static readonly string After = Service(New);

    [Test]
    public async Task What_ECS_changes_is_sent_before_the_deployment_so_that_the_new_tasks_have_it()
    {
        using var ecs = Ecs([After], "Succeeded");

        await ecs.RollAsync(Defined("""{"desiredCount":9,"propagateTags":"SERVICE","healthCheckGracePeriodSeconds":30}"""));

        var keys = ecs.Aws.Requests.Select(request => request.Key).ToList();
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => update.ToJsonString()), Is.EqualTo(new[] { """{"cluster":"shop","service":"web","propagateTags":"SERVICE","healthCheckGracePeriodSeconds":30}""" }));
        Assert.That(keys.IndexOf("UpdateService"), Is.LessThan(keys.IndexOf("CreateDeployment")));
        Assert.That(ecs.Lines, Has.Some.EqualTo("  + propagateTags of the service: SERVICE").And.Some.EqualTo("Service 'web' was updated to its definition"));
    }

    [Test]
    public async Task After_a_deployment_that_failed_it_has_again_what_it_had()
    {
        using var ecs = Ecs([Before], "Failed");

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(Defined("""{"propagateTags":"SERVICE"}""")));

        Assert.That(failure!.Outcome, Is.EqualTo(RolloutOutcome.RolledBack));
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => (string?)update["propagateTags"]), Is.EqualTo(new[] { "SERVICE", "NONE" }));
        Assert.That(ecs.Lines, Has.Some.EqualTo("Service 'web' gets back what its definition has changed"));
    }

    [Test]
    public async Task A_deployment_that_CodeDeploy_refuses_leaves_the_service_as_it_was()
    {
        using var ecs = Ecs([Before], "Failed");
        ecs.Aws.On("CreateDeployment", AwsAnswer.Refusal("DeploymentLimitExceededException", "There is another one."));

        Assert.That(async () => await ecs.RollAsync(Defined("""{"propagateTags":"SERVICE"}""")), Throws.TypeOf<AwsException>());

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Select(update => (string?)update["propagateTags"]), Is.EqualTo(new[] { "SERVICE", "NONE" }));
    }

    [Test]
    public async Task What_is_the_appspecs_is_refused_before_anything_is_registered_unless_the_appspec_says_it()
    {
        using var refusing = Ecs([Before], "Failed");
        using var ecs = Ecs([After], "Succeeded");
        var definition = """{"platformVersion":"1.3.0"}""";

        var refused = await Assert.ThrowsAsync<RolloutException>(() => refusing.RollAsync(Defined(definition)));
        await ecs.RollAsync(request => Defined(definition)(request) with { CodeDeploy = new("app", "group", "TaskDefinition: <TASK_DEFINITION>\nPlatformVersion: 1.3.0", "slipway.yml:12:7") });

        Assert.That((refused!.Outcome, refused.Message), Is.EqualTo((
            RolloutOutcome.Refused,
            "slipway.yml:9:5: service 'web' has the platformVersion none, and the service definition 1.3.0: ECS does not change that of a service with the deployment controller CODE_DEPLOY. "
            + "Write 'PlatformVersion' into the appspec, by which CodeDeploy gives it to the new tasks, or correct the file.")));
        Assert.That((refusing.Aws.DocumentsTo("RegisterTaskDefinition").Count, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo((0, 0)));
    }

    private static Func<RolloutRequest, RolloutRequest> Defined(string definition) => request => request with
    {
        Strategy = RolloutStrategy.CodeDeploy,
        CodeDeploy = new("app", "group", "TaskDefinition: <TASK_DEFINITION>", "slipway.yml:12:7"),
        Definition = new(JsonNode.Parse(definition)!.AsObject()),
    };

    /// <param name="status">Of the deployment.</param>
    private static FakeEcs Ecs(string[] services, string status)
    {
        var ecs = new FakeEcs().Service([Before, .. services]).Started("UpdateService", Before);
        ecs.Aws
            .On("GetDeploymentGroup", AwsAnswer.Ok("{'deploymentGroupInfo':{'ecsServices':[{'serviceName':'web','clusterName':'shop'}]}}"))
            .On("CreateDeployment", AwsAnswer.Ok("{'deploymentId':'d-ABC'}"))
            .On("GetDeployment", AwsAnswer.Ok($"{{'deploymentInfo':{{'deploymentId':'d-ABC','status':'{status}'}}}}"))
            .On("ListDeploymentTargets", AwsAnswer.Ok("{'targetIds':['shop:web']}"))
            .On("BatchGetDeploymentTargets", AwsAnswer.Ok("{'deploymentTargets':[{'ecsTarget':{'lifecycleEvents':[]}}]}"));
        return ecs;
    }

    private static string Service(string taskDefinition) => new JsonObject
    {
        ["serviceName"] = "web",
        ["status"] = "ACTIVE",
        ["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" },
        ["desiredCount"] = 2,
        ["runningCount"] = 2,
        ["taskSets"] = new JsonArray(new JsonObject { ["status"] = "PRIMARY", ["taskDefinition"] = taskDefinition, ["stabilityStatus"] = "STEADY_STATE" }),
    }.ToJsonString();
}
